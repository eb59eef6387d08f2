import { z } from 'zod';
import { arrayPage, inRange, listPage } from '../../http/pagination.js';
import { expand, filled, flag, instantRange, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { retrieve, retrieveRoute } from '../lookup.js';
import { finalize, sendInvoice } from './finalization.js';
import { addLines, attachPayment, deleteDraft, payInvoice } from './invoice-actions.js';
import { markUncollectible, voidInvoice } from './invoice-ends.js';
import { createInvoice, updateInvoice } from './invoice-drafts.js';
import { addLinesParameters, createInvoiceParameters, updateInvoiceParameters } from './invoice-parameters.js';

const BASE = '/v1/invoices';
const invoiceOf = (operation: Operation, id: string): WireInvoice => retrieve(operation, 'invoice', 'invoice', id);

/** `POST /v1/invoices/{id}/{name}` for an action on one invoice. */
function action<S extends z.ZodType>(
  name: string,
  parameters: S,
  act: (operation: Operation, invoice: WireInvoice, parameters: z.output<S>) => object,
): Route {
  return route({
    method: 'POST',
    path: `${BASE}/{id}/${name}`,
    parameters,
    handle: (operation, given, { id }) => act(operation, invoiceOf(operation, id!), given),
  });
}

const listParameters = z.strictObject({
  ...page,
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  created: instantRange,
  customer: filled().optional(),
  due_date: instantRange,
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  subscription: filled().optional(),
});

function matches(invoice: WireInvoice, wanted: z.output<typeof listParameters>): boolean {
  return (
    inRange(invoice.created, wanted.created) &&
    (wanted.due_date === undefined || inRange(invoice.due_date ?? -1, wanted.due_date)) &&
    (wanted.collection_method === undefined || invoice.collection_method === wanted.collection_method) &&
    (wanted.customer === undefined || invoice.customer === wanted.customer) &&
    (wanted.status === undefined || invoice.status === wanted.status) &&
    (wanted.subscription === undefined || invoice.parent?.subscription_details?.subscription === wanted.subscription)
  );
}

const plain = z.strictObject({ expand });

export const invoiceRoutes: readonly Route[] = [
  route({ method: 'POST', path: BASE, parameters: createInvoiceParameters, handle: createInvoice }),
  route({
    method: 'GET',
    path: BASE,
    parameters: listParameters,
    handle: (operation, parameters) =>
      listPage(parameters, {
        kind: 'invoice',
        url: BASE,
        rows: operation.tx.rows('invoice', operation.account),
        matches: (invoice) => matches(invoice, parameters),
      }),
  }),
  retrieveRoute(BASE, 'invoice', 'invoice'),
  route({
    method: 'POST',
    path: `${BASE}/{id}`,
    parameters: updateInvoiceParameters,
    handle: (operation, parameters, { id }) => updateInvoice(operation, invoiceOf(operation, id!), parameters),
  }),
  route({
    method: 'DELETE',
    path: `${BASE}/{id}`,
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { id }) => deleteDraft(operation, invoiceOf(operation, id!)),
  }),
  route({
    method: 'GET',
    path: `${BASE}/{id}/lines`,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) => {
      const { data, url } = invoiceOf(operation, id!).lines;
      return arrayPage(parameters, { data, kind: 'line_item', url });
    },
  }),
  action('add_lines', addLinesParameters, addLines),
  action('attach_payment', z.strictObject({ expand, payment_intent: filled() }), (operation, invoice, given) =>
    attachPayment(operation, invoice, given.payment_intent),
  ),
  action('finalize', z.strictObject({ auto_advance: flag.optional(), expand }), (operation, invoice, given) =>
    finalize(operation, invoice, given.auto_advance),
  ),
  action('mark_uncollectible', plain, markUncollectible),
  action(
    'pay',
    z.strictObject({
      expand,
      off_session: flag.optional(),
      paid_out_of_band: flag.optional(),
      payment_method: filled().optional(),
    }),
    payInvoice,
  ),
  action('send', plain, sendInvoice),
  action('void', plain, voidInvoice),
];
