import type Stripe from 'stripe';
import type { Decline } from '../money/test-cards.js';
import type { Operation } from '../operation.js';

/** How an attempt to pay went. */
export interface ChargeFacts {
  readonly method: Stripe.PaymentMethod;
  readonly details: Stripe.Charge.PaymentMethodDetails;
  readonly status: Stripe.Charge.Status;
  /** Null unless it failed. */
  readonly failure: Decline | null;
}

/** The charge of an attempt to pay an intent; declined attempts leave a failed one. All but cards make `py_` payments. */
export function intentCharge(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  { method, details, status, failure }: ChargeFacts,
): Stripe.Charge {
  return {
    ...UNUSED,
    id: operation.newId(method.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: status === 'failed' ? 0 : intent.amount,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? 'SIMULATED MONEY' : null,
    captured: status !== 'failed',
    created: operation.nowSeconds,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    metadata: intent.metadata,
    outcome: chargeOutcome(failure),
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: details,
    receipt_email: intent.receipt_email,
    status,
    transfer_group: intent.transfer_group,
  };
}

/** The `py_` payment that a transfer creates on the account it goes to. */
export function transferPayment(
  operation: Operation,
  transfer: { id: string; amount: number; currency: string; transferGroup: string | null },
): Stripe.Charge {
  return {
    ...UNUSED,
    id: operation.newId('py'),
    object: 'charge',
    amount: transfer.amount,
    amount_captured: transfer.amount,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: operation.nowSeconds,
    currency: transfer.currency,
    customer: null,
    description: null,
    failure_code: null,
    failure_message: null,
    metadata: {},
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'stripe_account', stripe_account: {} },
    receipt_email: null,
    source_transfer: transfer.id,
    status: 'succeeded',
    transfer_group: transfer.transferGroup,
  };
}

/** What the network said. */
export function chargeOutcome(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: decline === null ? null : 'try_again_later',
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === null ? 'approved_by_network' : 'declined_by_network',
    reason: decline?.declineCode ?? null,
    risk_level: 'normal',
    risk_score: 10,
    seller_message: decline === null ? 'Payment complete.' : 'The bank did not return any further details.',
    type: decline === null ? 'authorized' : 'issuer_declined',
  };
}

const UNUSED = {
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
} satisfies Partial<Stripe.Charge>;
