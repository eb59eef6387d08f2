import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice, WireSubscription, WireSubscriptionItem } from '../../store/records/wire.js';
import { planFinalization } from '../invoices/finalization.js';
import { invoiceLine } from '../invoices/invoice-lines.js';
import { createDraft, withLines } from '../invoices/invoice-object.js';
import { takeWaitingItems } from '../invoices/waiting-items.js';
import { idOf } from '../reference.js';

/** Makes the draft that bills the current period, with whatever else waits to be billed to the customer. */
export function billPeriod(
  operation: Operation,
  subscription: WireSubscription,
  reason: Stripe.Invoice.BillingReason,
  { advances }: { advances: boolean },
): WireInvoice {
  const customer = operation.tx.get('customer', idOf(subscription.customer))!;
  const { payment_settings: settings, collection_method, days_until_due, id, metadata } = subscription;
  const { custom_fields: fields } = subscription.invoice_settings;
  const first = subscription.items.data[0]!;
  const draft = createDraft(operation, {
    customer,
    currency: subscription.currency,
    daysUntilDue: days_until_due,
    fields: {
      auto_advance: advances,
      billing_reason: reason,
      collection_method,
      ...(fields === null ? {} : { custom_fields: fields }),
      description: subscription.description,
      parent: {
        quote_details: null,
        subscription_details: { metadata, subscription: id },
        type: 'subscription_details',
      },
      payment_settings: {
        default_mandate: null,
        payment_method_options: settings?.payment_method_options as Stripe.Invoice.PaymentSettings.PaymentMethodOptions,
        payment_method_types: settings?.payment_method_types ?? null,
      },
      period_end: first.current_period_end,
      period_start: first.current_period_start,
    },
  });
  const lines = subscription.items.data.map((item) => itemLine(operation, draft.id, item));
  const filled = takeWaitingItems(operation, withLines(operation, draft, lines));
  operation.tx.put('subscription', id, { ...operation.tx.get('subscription', id)!, latest_invoice: draft.id });
  const planned = planFinalization(operation, filled);
  emitEvent(operation, 'invoice.created', planned);
  return planned;
}

function itemLine(operation: Operation, invoice: string, item: WireSubscriptionItem) {
  const product = operation.tx.get('product', idOf(item.price.product))?.name ?? '';
  const quantity = item.quantity ?? 1;
  return invoiceLine(operation, invoice, {
    currency: item.price.currency,
    description: `${quantity} × ${product}`,
    metadata: item.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: item.subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { end: item.current_period_end, start: item.current_period_start },
    price: item.price,
    quantity,
    subscription: item.subscription,
  });
}
