import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { idOf } from '../reference.js';
import { followUnpaidInvoice } from '../subscriptions/subscription-state.js';
import { DAY_SECONDS } from './invoice-object.js';
import { openPaymentBy } from './invoice-payments.js';
import { creditInvoice } from './invoice-settling.js';
import { change } from '../change.js';

/** With the first try eight in two weeks, as Stripe's Smart Retries do by default; days after the first failure. */
const RETRY_DAYS: readonly number[] = [2, 4, 6, 8, 10, 12, 14];

/** What a change of an intent means for the invoice it pays; null when it pays none. */
export function followInvoice(operation: Operation, intent: Stripe.PaymentIntent): WireInvoice | null {
  const payment = openPaymentBy(operation, intent.id);
  const invoice = operation.tx.get('invoice', idOf(payment?.invoice));
  if (payment === null || invoice === undefined) return null;
  const counted = countAttempt(operation, invoice, intent);
  if (intent.status === 'succeeded') return creditInvoice(operation, counted, payment, intent.amount_received);
  if (intent.status === 'requires_action') return askForAction(operation, counted, intent);
  return intent.status === 'requires_payment_method' ? noteFailure(operation, counted) : counted;
}

/** A debit was counted when it was asked for, a bank transfer is no attempt at all. */
function countAttempt(operation: Operation, invoice: WireInvoice, intent: Stripe.PaymentIntent): WireInvoice {
  const charge = operation.tx.get('charge', idOf(intent.latest_charge));
  const isLate = charge !== undefined && charge.payment_method_details?.type !== 'card';
  if ((isLate && intent.status !== 'processing') || awaitsTransfer(intent)) return invoice;
  return change(operation, 'invoice', invoice, { attempt_count: invoice.attempt_count + 1, attempted: true });
}

function awaitsTransfer({ next_action: action }: Stripe.PaymentIntent): boolean {
  return action?.type === 'display_bank_transfer_instructions';
}

/** A payer who is away cannot authenticate: another try with the same payment method would end the same way. */
function askForAction(operation: Operation, invoice: WireInvoice, intent: Stripe.PaymentIntent): WireInvoice {
  if (awaitsTransfer(intent)) return invoice;
  const facts = operation.tx.get('invoice_facts', invoice.id)!;
  operation.tx.put('invoice_facts', invoice.id, { ...facts, refusedMethod: idOf(intent.payment_method) });
  emitEvent(operation, 'invoice.payment_action_required', invoice);
  return noteFailure(operation, invoice);
}

function noteFailure(operation: Operation, invoice: WireInvoice): WireInvoice {
  const failed = planRetry(operation, invoice);
  emitEvent(operation, 'invoice.payment_failed', failed);
  followUnpaidInvoice(operation, failed, isLastTry(failed));
  return failed;
}

/** Whether nothing is going to be tried any more. */
export function isLastTry({ collection_method: method, next_payment_attempt: next }: WireInvoice): boolean {
  return method === 'charge_automatically' && next === null;
}

/** Plans the next automatic try, once: null in `next_payment_attempt` says that there will be none. */
export function planRetry(operation: Operation, invoice: WireInvoice): WireInvoice {
  const { tx, nowSeconds } = operation;
  const isAutomatic = invoice.collection_method === 'charge_automatically' && invoice.auto_advance === true;
  if (!isAutomatic || (invoice.next_payment_attempt ?? 0) > nowSeconds) return invoice;
  const facts = tx.get('invoice_facts', invoice.id)!;
  const days = RETRY_DAYS[facts.retries];
  if (days === undefined) return change(operation, 'invoice', invoice, { next_payment_attempt: null });
  const firstAt = nowSeconds - (facts.retries === 0 ? 0 : RETRY_DAYS[facts.retries - 1]!) * DAY_SECONDS;
  const next = firstAt + days * DAY_SECONDS;
  tx.put('invoice_facts', invoice.id, { ...facts, retries: facts.retries + 1 });
  schedule(operation, 'invoice.retry', invoice.id, next * 1000);
  return change(operation, 'invoice', invoice, { next_payment_attempt: next });
}
