import type Stripe from 'stripe';
import { HOUR_MS, asId, formatId } from '#platform/kernel';
import { INTENT_EXPANSIONS } from './payer-operations.js';
import { REFUND_EXPANSIONS, type StripeOperation, type StripeOperations } from './stripe-operations.js';
import type { StripeResult } from './stripe-result.js';

/** Clocks of Stripe and of this machine may differ by less than this. */
const SLACK_MS = HOUR_MS;
const PAGE = 100;
/** States that an intent has only after it was confirmed. */
const CONFIRMED: readonly Stripe.PaymentIntent.Status[] = ['succeeded', 'processing', 'requires_action', 'canceled'];

/** A call that was sent, whose answer never came, and whose key Stripe may have forgotten. */
export interface ForgottenCall<Operation extends StripeOperation = StripeOperation> {
  readonly operation: Operation;
  readonly parameters: StripeOperations[Operation];
  readonly subjectId: string;
  readonly sentAt: Date;
}

/** What the call did at Stripe; null when it did nothing. */
export type Found = { readonly result: StripeResult } | { readonly refusal: string } | null;

type LookUp<Operation extends StripeOperation> = (api: Stripe, call: ForgottenCall<Operation>) => Promise<Found>;

/**
 * How each operation is looked for. `again`: to ask once more does no harm. A page of Stripe whose address nobody ever
 * got is paid by nobody; an intent that was not confirmed charges nobody, nor does a product that is not sold; an account that nobody onboards is paid
 * nothing; and what only changes an object is refused
 * when it is changed already, which is noted.
 */
const LOOK_UPS: { readonly [Operation in StripeOperation]: LookUp<Operation> | 'again' } = {
  'transfer.create': (api, { parameters, subjectId, sentAt }) => {
    const { destination } = parameters;
    const list = api.transfers.list({
      destination,
      created: since(sentAt),
      limit: PAGE,
      expand: ['data.balance_transaction'],
    });
    return first(list, ({ metadata }) => metadata.transfer_id === subjectId);
  },
  'refund.create': (api, { parameters: { payment_intent: intent }, subjectId }) => {
    const expand = REFUND_EXPANSIONS.map((path) => `data.${path}`);
    const list = api.refunds.list({ ...(intent === undefined ? {} : { payment_intent: intent }), limit: PAGE, expand });
    return first(list, ({ metadata }) => metadata?.refund_id === subjectId);
  },
  'invoice.create': (api, { parameters: { customer }, subjectId, sentAt }) => {
    const list = api.invoices.list({
      ...(customer === undefined ? {} : { customer }),
      created: since(sentAt),
      limit: PAGE,
    });
    return first(list, ({ metadata }) => metadata?.invoice_id === subjectId);
  },
  // An invoice of ours gets all of its lines at once.
  'invoice.add_lines': async (api, { parameters: { id } }) => {
    const invoice = await api.invoices.retrieve(id);
    return invoice.lines.data.length === 0 ? null : { result: { id, object: invoice } };
  },
  'invoice.finalize': async (api, { parameters: { id } }) => {
    const invoice = await api.invoices.retrieve(id);
    return invoice.status === 'draft' ? null : { result: { id, object: invoice } };
  },
  'payment_intent.confirm': async (api, { parameters: { id }, sentAt }) => {
    const intent = await api.paymentIntents.retrieve(id, { expand: INTENT_EXPANSIONS });
    if (CONFIRMED.includes(intent.status)) return { result: { id, object: intent } };
    // No slack: the charge of an earlier try is not this one, and one that is missed is only tried again.
    const created = { gte: Math.floor(sentAt.getTime() / 1_000) };
    const tried = await api.charges.list({ payment_intent: id, created, limit: 1 });
    const { code, type } = intent.last_payment_error ?? {};
    return tried.data.length === 0 ? null : { refusal: code ?? type ?? 'card_declined' };
  },
  'customer.create': (api, { parameters: { email }, subjectId, sentAt }) => {
    const ours = formatId('org', asId(subjectId));
    const list = api.customers.list({
      ...(email === undefined ? {} : { email }),
      created: since(sentAt),
      limit: PAGE,
      expand: ['data.tax_ids'],
    });
    return first(list, ({ metadata }) => metadata.organisation_id === ours);
  },
  'subscription.create': (api, { parameters: { customer }, subjectId, sentAt }) => {
    const owner = customer === undefined ? {} : { customer };
    const list = api.subscriptions.list({ ...owner, status: 'all', created: since(sentAt), limit: PAGE });
    return first(list, ({ metadata }) => metadata.recurring_pledge_id === subjectId);
  },
  'tax_id.create': (api, { parameters: { id, value } }) =>
    first(api.customers.listTaxIds(id, { limit: PAGE }), (taxId) => taxId.value === value),
  'account.create': 'again',
  'account_link.create': 'again',
  'checkout.create': 'again',
  'setup_session.create': 'again',
  'subscription_checkout.create': 'again',
  'checkout.expire': 'again',
  'customer.update': 'again',
  'tax_id.delete': 'again',
  'payment_method.detach': 'again',
  'payment_intent.create': 'again',
  'payment_intent.cancel': 'again',
  'invoice.send': 'again',
  'product.create': 'again',
  'invoice.void': 'again',
  'subscription.update': 'again',
  'subscription.cancel': 'again',
};

/** Looks at Stripe, on all pages, for what a forgotten call did. Null: it may be made again, with another key. */
export async function lookUp(api: Stripe, call: ForgottenCall): Promise<Found> {
  const way = LOOK_UPS[call.operation] as LookUp<StripeOperation> | 'again';
  return way === 'again' ? null : way(api, call);
}

function since(sentAt: Date): Stripe.RangeQueryParam {
  return { gte: Math.floor((sentAt.getTime() - SLACK_MS) / 1_000) };
}

async function first<Listed extends { readonly id: string }>(
  list: AsyncIterable<Listed>,
  isIt: (listed: Listed) => boolean,
): Promise<Found> {
  for await (const listed of list) if (isIt(listed)) return { result: { id: listed.id, object: listed } };
  return null;
}
