import type Stripe from 'stripe';
import { noSuchParameter, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { given } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireSubscription } from '../../store/records/wire.js';
import { customerParameter } from '../customers/lookup.js';
import { chargeInvoice, invoiceMethod } from '../invoices/collection.js';
import { finalize } from '../invoices/finalization.js';
import { settingsObject } from '../invoices/payment-settings.js';
import { defaultIntent } from '../invoices/invoice-payments.js';
import { billPeriod } from './subscription-billing.js';
import { planExpiry, planRenewal } from './subscription-clock.js';
import { UNUSED, checkTogether, newSubscription, recurringPrice } from './subscription-object.js';
import type { CreateSubscriptionParameters, SubscriptionPaymentSettings } from './subscription-parameters.js';
import { updateSubscription } from './subscription-state.js';
import { change } from '../change.js';

const DEFAULT_DAYS_UNTIL_DUE = 30;

/** `POST /v1/subscriptions` */
export function createSubscription(operation: Operation, parameters: CreateSubscriptionParameters): WireSubscription {
  const subscription = startSubscription(operation, parameters);
  const behavior = parameters.payment_behavior ?? 'allow_incomplete';
  if (subscription.collection_method === 'send_invoice') {
    billPeriod(operation, subscription, 'subscription_create', { advances: true });
    return operation.tx.get('subscription', subscription.id)!;
  }
  const invoice = firstInvoice(operation, subscription);
  if (invoice.status === 'open' && behavior !== 'default_incomplete') {
    const method = invoiceMethod(operation, invoice);
    if (method === null) {
      throw refused('This customer has no attached payment source or default payment method.', {
        code: 'resource_missing',
      });
    }
    const { error } = chargeInvoice(operation, invoice, method);
    // Thrown rather than returned: the subscription is not to exist at all.
    if (behavior === 'error_if_incomplete' && error !== null) throw error;
  }
  return operation.tx.get('subscription', subscription.id)!;
}

/** Makes the subscription and tells of it; nothing is billed yet. */
export function startSubscription(operation: Operation, parameters: CreateSubscriptionParameters): WireSubscription {
  const customer = customerParameter(operation, parameters.customer);
  const prices = parameters.items.map((item, index) => ({
    metadata: item.metadata ?? {},
    price: recurringPrice(operation, item, `items[${index}]`),
    quantity: item.quantity ?? 1,
  }));
  checkTogether(prices.map(({ price }) => price));
  const { cancel_at, cancel_at_period_end, collection_method, description, invoice_settings, metadata } = parameters;
  const { currency } = prices[0]!.price;
  const isSent = collection_method === 'send_invoice';
  const subscription = newSubscription(operation, {
    currency,
    customer: customer.id,
    prices,
    savesMethod: parameters.payment_settings?.save_default_payment_method === 'on_subscription',
    fields: {
      ...given({ cancel_at, cancel_at_period_end, collection_method, description, metadata }),
      days_until_due: isSent ? (parameters.days_until_due ?? DEFAULT_DAYS_UNTIL_DUE) : null,
      default_payment_method: savedMethod(operation, customer.id, parameters.default_payment_method),
      invoice_settings: invoiceSettings(UNUSED.invoice_settings, invoice_settings),
      payment_settings: subscriptionSettings(currency, parameters.payment_settings),
      status: isSent ? 'active' : 'incomplete',
    },
  });
  emitEvent(operation, 'customer.subscription.created', subscription);
  planRenewal(operation, subscription);
  if (cancel_at !== undefined) schedule(operation, 'subscription.end', subscription.id, cancel_at * 1000);
  return subscription;
}

/** The first invoice is final at once, and its payment method is kept for the next ones. */
export function firstInvoice(operation: Operation, subscription: WireSubscription) {
  const draft = billPeriod(operation, subscription, 'subscription_create', { advances: false });
  const invoice = finalize(operation, draft, false);
  const intent = defaultIntent(operation, invoice.id);
  if (intent !== null) change(operation, 'payment_intent', intent, { setup_future_usage: 'off_session' });
  if (invoice.status === 'open') planExpiry(operation, subscription.id);
  else {
    updateSubscription(operation, operation.tx.get('subscription', subscription.id)!, { status: 'active' });
  }
  return operation.tx.get('invoice', invoice.id)!;
}

/** The default payment method has to be saved for the customer. */
export function savedMethod(operation: Operation, customer: string, id: string | undefined): string | null {
  if (id === undefined) return null;
  if (operation.tx.get('payment_method', id)?.customer === customer) return id;
  throw noSuchParameter('PaymentMethod', id, 'default_payment_method');
}

/** What each of its invoices is going to show. */
export function invoiceSettings(
  current: Stripe.Subscription.InvoiceSettings,
  settings: CreateSubscriptionParameters['invoice_settings'],
): Stripe.Subscription.InvoiceSettings {
  return settings?.custom_fields === undefined ? current : { ...current, custom_fields: settings.custom_fields };
}

/** What a subscription shows of how its invoices may be paid. */
export function subscriptionSettings(
  currency: string,
  settings: SubscriptionPaymentSettings | undefined,
): Stripe.Subscription.PaymentSettings {
  const { payment_method_options: options, payment_method_types: types } = settingsObject(currency, settings);
  return {
    payment_method_options: options as Stripe.Subscription.PaymentSettings['payment_method_options'],
    payment_method_types: types,
    save_default_payment_method: settings?.save_default_payment_method ?? 'off',
  };
}
