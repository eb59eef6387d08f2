import type Stripe from 'stripe';
import type { RecurringInterval, SubscriptionChange } from '#platform/contracts';
import { formatId, stripeAmount } from '#platform/kernel';
import { paymentSettings, purchaseOrderField } from './invoice-request.js';
import type { Subscription } from './subscription.entity.js';

type Recurrence = Stripe.Checkout.SessionCreateParams.LineItem.PriceData.Recurring;

const RECURRENCES: Readonly<Record<RecurringInterval, Recurrence>> = {
  month: { interval: 'month', interval_count: 1 },
  quarter: { interval: 'month', interval_count: 3 },
  year: { interval: 'year', interval_count: 1 },
};

/** The page on which the payer enters a card. Session and subscription both name the pledge, whichever is seen first. */
export function subscriptionSession(
  subscription: Subscription,
  { customer, publicUrl }: { readonly customer: string | null; readonly publicUrl: string },
): Stripe.Checkout.SessionCreateParams {
  const reference = formatId('rpl', subscription.id);
  const metadata = { recurring_pledge_id: subscription.id };
  const returnTo = (outcome: string): string => new URL(`/payments/${outcome}?of=${reference}`, publicUrl).href;
  return {
    mode: 'subscription',
    ...(customer === null ? {} : { customer }),
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: subscription.currency.toLowerCase(),
          unit_amount: stripeAmount(subscription.amount),
          recurring: RECURRENCES[subscription.interval],
          product_data: { name: productName(subscription.description) },
        },
      },
    ],
    success_url: returnTo('done'),
    cancel_url: returnTo('abandoned'),
    client_reference_id: reference,
    metadata,
    subscription_data: { metadata },
  };
}

/** What the lines of its invoices are about. */
export function subscriptionProduct({ id, description }: Subscription): Stripe.ProductCreateParams {
  return { name: productName(description), metadata: { recurring_pledge_id: id } };
}

/** A subscription that sends an invoice for each period. */
export function invoicedSubscription(
  { id, amount, collection, daysUntilDue, interval, purchaseOrder }: Subscription,
  { customer, country, product }: { readonly customer: string; readonly country: string; readonly product: string },
): Stripe.SubscriptionCreateParams {
  if (collection !== 'invoice' || daysUntilDue === null) throw new Error(`${id} is not paid by invoice`);
  const currency = amount.currency.toLowerCase();
  return {
    customer,
    collection_method: 'send_invoice',
    days_until_due: daysUntilDue,
    items: [{ price_data: { currency, product, recurring: RECURRENCES[interval], unit_amount: stripeAmount(amount) } }],
    metadata: { recurring_pledge_id: id },
    payment_settings: paymentSettings(amount.currency, country),
    ...(purchaseOrder === null ? {} : { invoice_settings: { custom_fields: [purchaseOrderField(purchaseOrder)] } }),
  };
}

function productName(description: string): string {
  return description.slice(0, 200);
}

/** What a change is at Stripe; null for the end at once, which is no update. */
export function subscriptionUpdate(change: SubscriptionChange): Stripe.SubscriptionUpdateParams | null {
  switch (change.kind) {
    case 'pause':
      // Invoices of the pause are voided: nothing has to be paid later for it.
      return { pause_collection: { behavior: 'void' } };
    case 'resume':
      return { pause_collection: '' };
    case 'endWithPeriod':
      return { cancel_at_period_end: true };
    case 'endAt':
      return { cancel_at: Math.floor(Date.parse(change.at) / 1_000), proration_behavior: 'none' };
    case 'keep':
      return { cancel_at_period_end: false };
    case 'keepDespiteNotice':
      return { cancel_at: '', proration_behavior: 'none' };
    case 'cancel':
      return null;
  }
}
