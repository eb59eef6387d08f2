import type Stripe from 'stripe';
import type { ApiList } from '../http/pagination.js';
import type { Operation } from '../operation.js';
import type { DraftLine } from '../store/records/checkout-draft.js';

/** The wire form of a price: the SDK declares its decimal as an object, which it only becomes in the client. */
type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null };
type WireLineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice };

/** `line_items` of a session, built from its draft. */
export function lineItemsOf(operation: Operation, sessionId: string): ApiList<WireLineItem> {
  const draft = operation.tx.get('checkout_draft', sessionId)!;
  const session = operation.tx.get('checkout_session', sessionId)!;
  return {
    object: 'list',
    data: draft.lines.map((line) => lineItem(line, session)),
    has_more: false,
    url: `/v1/checkout/sessions/${sessionId}/line_items`,
  };
}

function lineItem(line: DraftLine, session: Stripe.Checkout.Session): WireLineItem {
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
    price: oneTimePrice(line, session),
    quantity: line.quantity,
  };
}

function oneTimePrice(line: DraftLine, session: Stripe.Checkout.Session): WirePrice {
  return {
    id: line.priceId,
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: session.created,
    currency: session.currency!,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: line.productId,
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: line.unitAmount,
    unit_amount_decimal: String(line.unitAmount),
  };
}
