import type Stripe from 'stripe';
import { DAY_MS } from '#platform/kernel';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { chargeOutcome, intentCharge } from '../charge-object.js';
import { createMandate } from '../payment-methods/mandates.js';
import { bankAccountOf } from '../payment-methods/instruments.js';
import { idOf } from '../reference.js';
import { fail, keepMethod, succeed, type AttemptResult } from './attempt-outcome.js';
import { debitDetails } from './charge-details.js';
import { change } from '../change.js';

/** How long a bank takes to answer a debit. */
const DEBIT_DAYS = 4;

/** Debits a bank account: the money is only asked for, and the answer comes after some days of the clock. */
export function attemptDebit(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  acceptance: Stripe.Mandate.CustomerAcceptance | null,
): AttemptResult {
  const mandate = createMandate(operation, method, acceptance)!;
  const details = debitDetails(method, mandate.id);
  const charge = intentCharge(operation, intent, { method, details, status: 'pending', failure: null });
  operation.tx.put('charge', charge.id, charge, operation.account);
  emitEvent(operation, 'charge.pending', charge);
  keepMethod(operation, intent, method);
  const processing = change(operation, 'payment_intent', intent, {
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'processing',
  });
  emitEvent(operation, 'payment_intent.processing', processing);
  schedule(operation, 'debit.complete', charge.id, operation.instant.getTime() + DEBIT_DAYS * DAY_MS);
  return { intent: processing, error: null };
}

/** The bank has answered a debit. Gives the intent as it is then, or null when there was nothing to answer. */
export function answerDebit(operation: Operation, chargeId: string): Stripe.PaymentIntent | null {
  const charge = operation.tx.get('charge', chargeId);
  if (charge?.status !== 'pending') return null;
  const intent = operation.tx.get('payment_intent', idOf(charge.payment_intent))!;
  const method = operation.tx.get('payment_method', charge.payment_method!)!;
  const { failure } = bankAccountOf(operation, method);
  if (failure === null) return succeed(operation, intent, { ...charge, paid: true, status: 'succeeded' });
  const failed: Stripe.Charge = {
    ...charge,
    amount_captured: 0,
    captured: false,
    failure_code: failure.code,
    failure_message: failure.message,
    outcome: chargeOutcome(failure),
    status: 'failed',
  };
  return fail(operation, intent, { charge: failed, decline: failure, method }).intent;
}
