import type Stripe from 'stripe';
import type { ApiList } from '../http/pagination.js';
import type { Operation } from '../operation.js';
import type { WirePrice } from '../store/records/wire.js';
import type { DraftLine } from '../store/records/checkout-draft.js';

type WireLineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice };

/** `line_items` of a session, built from its draft. */
export function lineItemsOf(operation: Operation, sessionId: string): ApiList<WireLineItem> {
  const draft = operation.tx.get('checkout_draft', sessionId)!;
  const session = operation.tx.get('checkout_session', sessionId)!;
  return {
    object: 'list',
    data: draft.lines.map((line) => lineItem(operation, line, session)),
    has_more: false,
    url: `/v1/checkout/sessions/${sessionId}/line_items`,
  };
}

function lineItem(operation: Operation, line: DraftLine, session: Stripe.Checkout.Session): WireLineItem {
  const total = line.unitAmount * line.quantity;
  return {
    id: line.id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: session.currency!,
    description: line.name,
    metadata: {},
    price: operation.tx.get('price', line.priceId)!,
    quantity: line.quantity,
  };
}
