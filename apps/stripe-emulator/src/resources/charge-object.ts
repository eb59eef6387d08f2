import type Stripe from 'stripe';
import type { TestCard } from '../money/test-cards.js';
import type { Operation } from '../operation.js';

/** The charge of an attempt to pay an intent with a card; declined attempts leave a failed charge. */
export function cardCharge(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  card: TestCard,
  payment: { number: string; paymentMethodId: string; email: string | null },
): Stripe.Charge {
  const { decline } = card;
  return {
    ...UNUSED,
    id: operation.newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline === null ? intent.amount : 0,
    billing_details: { address: null, email: payment.email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'SIMULATED MONEY',
    captured: decline === null,
    created: operation.nowSeconds,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcomeOf(card),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: payment.paymentMethodId,
    payment_method_details: { type: 'card', card: cardDetails(intent.amount, card, payment.number) },
    receipt_email: intent.receipt_email,
    status: decline === null ? 'succeeded' : 'failed',
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

function outcomeOf({ decline }: TestCard): Stripe.Charge.Outcome {
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

function cardDetails(amount: number, card: TestCard, number: string): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: card.decline === null ? amount : null,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2040,
    funding: 'credit',
    installments: null,
    last4: number.slice(-4),
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
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
