import { z } from 'zod';
import { arrayPage } from '../../http/pagination.js';
import { expand, filled, flag, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { retrieve } from '../lookup.js';
import { PLAIN, Resource } from '../resource.js';
import { subscriptionOf } from '../subscriptions/subscription-state.js';
import { finalize, sendInvoice } from './finalization.js';
import { addLines, attachPayment, deleteDraft, payInvoice } from './invoice-actions.js';
import { markUncollectible, voidInvoice } from './invoice-ends.js';
import { createInvoice, updateInvoice } from './invoice-drafts.js';
import {
  addLinesParameters,
  collectionMethod,
  createInvoiceParameters,
  payInvoiceParameters,
  updateInvoiceParameters,
} from './invoice-parameters.js';

const BASE = '/v1/invoices';
const invoices = new Resource(BASE, 'invoice', 'invoice');

export const invoiceRoutes: readonly Route[] = [
  invoices.create(createInvoiceParameters, createInvoice),
  invoices.list({
    equal: {
      collection_method: collectionMethod,
      customer: filled(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']),
    },
    within: ['created', 'due_date'],
    special: { subscription: filled() },
    matches: (invoice, { subscription }) => subscription === undefined || subscriptionOf(invoice) === subscription,
  }),
  invoices.retrieve(),
  invoices.update(updateInvoiceParameters, updateInvoice),
  invoices.delete(z.strictObject({}), deleteDraft),
  route({
    method: 'GET',
    path: `${BASE}/{id}/lines`,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) => {
      const { data, url } = retrieve(operation, 'invoice', 'invoice', id!).lines;
      return arrayPage(parameters, { data, kind: 'line_item', url });
    },
  }),
  invoices.action('add_lines', addLinesParameters, addLines),
  invoices.action('attach_payment', z.strictObject({ expand, payment_intent: filled() }), (operation, invoice, given) =>
    attachPayment(operation, invoice, given.payment_intent),
  ),
  invoices.action('finalize', z.strictObject({ auto_advance: flag.optional(), expand }), (operation, invoice, given) =>
    finalize(operation, invoice, given.auto_advance),
  ),
  invoices.action('mark_uncollectible', PLAIN, markUncollectible),
  invoices.action('pay', payInvoiceParameters, payInvoice),
  invoices.action('send', PLAIN, sendInvoice),
  invoices.action('void', PLAIN, voidInvoice),
];
