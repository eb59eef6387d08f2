import type Stripe from 'stripe';
import { refused, noSuchObject } from '../errors.js';
import { book } from '../money/balances.js';
import type { Decline } from '../money/test-cards.js';
import type { Operation } from '../operation.js';
import { chargeOutcome } from './charge-object.js';
import { followIntent } from './follow-intent.js';
import { fail } from './payment-intents/attempt-outcome.js';
import { answerDebit } from './payment-intents/debit-attempt.js';
import { idOf } from './reference.js';
import { settleCharge } from './settlement.js';

/** Due task: the bank has answered. */
export function completeDebit(operation: Operation, chargeId: string): void {
  const intent = answerDebit(operation, chargeId);
  if (intent !== null) followIntent(operation, intent);
}

/**
 * A debit that had succeeded comes back. The gross amount leaves the balance at once, the processing fee stays with
 * Stripe, and the intent waits for another payment method.
 */
export function bounceDebit(operation: Operation, intentId: string, code: string): Stripe.PaymentIntent {
  const intent = operation.tx.get('payment_intent', intentId);
  if (intent === undefined) throw noSuchObject('payment_intent', intentId);
  const chargeId = idOf(intent.latest_charge);
  settleCharge(operation, chargeId);
  const charge = operation.tx.get('charge', chargeId);
  const method = operation.tx.get('payment_method', charge?.payment_method ?? '');
  const isDebit = method?.type === 'us_bank_account' || method?.type === 'sepa_debit';
  if (charge?.status !== 'succeeded' || !isDebit) throw refused('Only a debit that has succeeded can come back.');
  const decline: Decline = { code, declineCode: null, message: 'The bank has returned the payment.' };
  const failed: Stripe.Charge = {
    ...charge,
    failure_balance_transaction: bookReturn(operation, charge),
    failure_code: code,
    failure_message: decline.message,
    outcome: chargeOutcome(decline),
    paid: false,
    status: 'failed',
  };
  const { intent: after } = fail(operation, intent, { charge: failed, decline, method });
  followIntent(operation, after);
  return after;
}

function bookReturn(operation: Operation, charge: Stripe.Charge): string {
  const settled = operation.tx.get('balance_transaction', idOf(charge.balance_transaction))!;
  return book(operation, {
    type: 'payment_failure_refund',
    reportingCategory: 'charge_failure',
    source: charge.id,
    currency: settled.currency,
    amount: -settled.amount,
    description: charge.description,
    exchangeRate: settled.exchange_rate,
    availableOn: operation.nowSeconds,
  }).id;
}
