import type Stripe from 'stripe';
import type { StripeResult } from './stripe-result.js';

/** Parameters of a call on an object that is there already: its id, and the rest. */
type Of<Parameters> = Parameters & { readonly id: string };

/** Calls about who pays: customers, their saved cards and what these are charged, and what they are invoiced. */
export interface PayerOperations {
  'customer.create': Stripe.CustomerCreateParams;
  'customer.update': Of<Stripe.CustomerUpdateParams>;
  'tax_id.create': Of<Stripe.CustomerCreateTaxIdParams>;
  'tax_id.delete': Of<{ readonly customer: string }>;
  'setup_session.create': Stripe.Checkout.SessionCreateParams;
  'payment_method.detach': Of<object>;
  'payment_intent.create': Stripe.PaymentIntentCreateParams;
  'payment_intent.confirm': Of<Stripe.PaymentIntentConfirmParams>;
  'payment_intent.cancel': Of<Stripe.PaymentIntentCancelParams>;
  'invoice.create': Stripe.InvoiceCreateParams;
  'invoice.add_lines': Of<Stripe.InvoiceAddLinesParams>;
  'invoice.finalize': Of<Stripe.InvoiceFinalizeInvoiceParams>;
  'invoice.send': Of<Stripe.InvoiceSendInvoiceParams>;
  'invoice.void': Of<Stripe.InvoiceVoidInvoiceParams>;
  'subscription_checkout.create': Stripe.Checkout.SessionCreateParams;
  'checkout.expire': Of<Stripe.Checkout.SessionExpireParams>;
  'product.create': Stripe.ProductCreateParams;
  'subscription.create': Stripe.SubscriptionCreateParams;
  'subscription.update': Of<Stripe.SubscriptionUpdateParams>;
  'subscription.cancel': Of<Stripe.SubscriptionCancelParams>;
}

type PayerOperation = keyof PayerOperations;

/** What the books need of an intent beside itself. */
export const INTENT_EXPANSIONS = ['latest_charge.balance_transaction'];

type Call<Parameters> = (
  api: Stripe,
  parameters: Parameters,
  options: Stripe.RequestOptions,
) => Promise<{ readonly id: string }>;

const PAYER_CALLS: { readonly [Operation in PayerOperation]: Call<PayerOperations[Operation]> } = {
  'customer.create': (api, parameters, options) =>
    api.customers.create({ ...parameters, expand: ['tax_ids'] }, options),
  'customer.update': (api, { id, ...change }, options) => api.customers.update(id, change, options),
  'tax_id.create': (api, { id, ...parameters }, options) => api.customers.createTaxId(id, parameters, options),
  'tax_id.delete': (api, { id, customer }, options) => api.customers.deleteTaxId(customer, id, {}, options),
  'setup_session.create': (api, parameters, options) => api.checkout.sessions.create(parameters, options),
  'payment_method.detach': (api, { id }, options) => api.paymentMethods.detach(id, {}, options),
  'payment_intent.create': (api, parameters, options) => api.paymentIntents.create(parameters, options),
  'payment_intent.confirm': (api, { id, ...parameters }, options) =>
    api.paymentIntents.confirm(id, { ...parameters, expand: INTENT_EXPANSIONS }, options),
  'payment_intent.cancel': (api, { id, ...parameters }, options) => api.paymentIntents.cancel(id, parameters, options),
  'invoice.create': (api, parameters, options) => api.invoices.create(parameters, options),
  'invoice.add_lines': (api, { id, ...parameters }, options) => api.invoices.addLines(id, parameters, options),
  'invoice.finalize': (api, { id, ...parameters }, options) => api.invoices.finalizeInvoice(id, parameters, options),
  'invoice.send': (api, { id, ...parameters }, options) => api.invoices.sendInvoice(id, parameters, options),
  'invoice.void': (api, { id, ...parameters }, options) => api.invoices.voidInvoice(id, parameters, options),
  'subscription_checkout.create': (api, parameters, options) => api.checkout.sessions.create(parameters, options),
  'checkout.expire': (api, { id, ...parameters }, options) => api.checkout.sessions.expire(id, parameters, options),
  'product.create': (api, parameters, options) => api.products.create(parameters, options),
  'subscription.create': (api, parameters, options) => api.subscriptions.create(parameters, options),
  'subscription.update': (api, { id, ...change }, options) => api.subscriptions.update(id, change, options),
  'subscription.cancel': (api, { id, ...parameters }, options) => api.subscriptions.cancel(id, parameters, options),
};

export function isPayerOperation(operation: string): operation is PayerOperation {
  return Object.hasOwn(PAYER_CALLS, operation);
}

/** Makes one of these calls with its stored parameters and key. */
export async function callPayerSide(
  api: Stripe,
  operation: PayerOperation,
  parameters: unknown,
  options: Stripe.RequestOptions,
): Promise<StripeResult> {
  const call = PAYER_CALLS[operation] as Call<unknown>;
  const object = await call(api, parameters, options);
  return { id: object.id, object };
}
