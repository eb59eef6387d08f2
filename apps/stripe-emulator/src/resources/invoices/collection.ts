import type Stripe from 'stripe';
import { ApiError, invalidParameter } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { followIntent } from '../follow-intent.js';
import { confirmIntent, isConfirmable } from '../payment-intents/confirmation.js';
import { idOf } from '../reference.js';
import { followUnpaidInvoice, subscriptionOf } from '../subscriptions/subscription-state.js';
import { isLastTry, planRetry } from './follow-invoice.js';
import { defaultIntent } from './invoice-payments.js';
import { closePaid, giveUpPayments } from './invoice-settling.js';
import { change } from '../change.js';

/**
 * What an invoice is charged to when nothing else is said: its own default, its subscription's, its customer's; the first
 * of them that was not taken from the customer since.
 */
export function invoiceMethod(operation: Operation, invoice: WireInvoice): Stripe.PaymentMethod | null {
  const owner = idOf(invoice.customer);
  const chosen = [
    invoice.default_payment_method,
    operation.tx.get('subscription', subscriptionOf(invoice))?.default_payment_method,
    operation.tx.get('customer', owner)?.invoice_settings.default_payment_method,
  ];
  const methods = chosen.map((reference) => operation.tx.get('payment_method', idOf(reference)));
  return methods.find((method) => method?.customer === owner) ?? null;
}

/** Charges an open invoice. What it did stays, also when the result carries an error. */
export function chargeInvoice(
  operation: Operation,
  invoice: WireInvoice,
  method: Stripe.PaymentMethod,
): { invoice: WireInvoice; error: ApiError | null; intent: Stripe.PaymentIntent } {
  const intent = defaultIntent(operation, invoice.id);
  if (intent === null) throw invalidParameter('id', `The invoice ${invoice.id} has no open payment.`);
  // The payer is away, yet an authentication is asked for rather than refused: the hosted page takes it.
  const attempt = { method, offSession: false, returnUrl: invoice.hosted_invoice_url ?? null };
  const { error, intent: after } = confirmIntent(operation, intent, attempt);
  followIntent(operation, after);
  return { invoice: operation.tx.get('invoice', invoice.id)!, error, intent: after };
}

/** Marks an invoice as paid by money that Stripe never saw. */
export function payOutOfBand(operation: Operation, invoice: WireInvoice): WireInvoice {
  giveUpPayments(operation, invoice.id, 'automatic');
  const { amount_remaining: rest } = invoice;
  const settled = change(operation, 'invoice', invoice, { amount_paid_off_stripe: rest, amount_remaining: 0 });
  return closePaid(operation, settled);
}

/**
 * An automatic try at an open invoice. Only the time passes when there is no payment method, or one that wants its holder
 * or cannot pay this invoice, and while a bank is still to answer.
 */
export function tryInvoice(operation: Operation, invoice: WireInvoice): WireInvoice {
  const method = invoiceMethod(operation, invoice);
  const intent = defaultIntent(operation, invoice.id);
  const { refusedMethod } = operation.tx.get('invoice_facts', invoice.id)!;
  const isTried = method !== null && method.id !== refusedMethod && intent !== null && isConfirmable(intent, method);
  if (isTried) return chargeInvoice(operation, invoice, method).invoice;
  const planned = planRetry(operation, change(operation, 'invoice', invoice, { attempted: true }));
  if (intent?.status === 'processing') return planned;
  if (method === null) emitEvent(operation, 'invoice.payment_failed', planned);
  followUnpaidInvoice(operation, planned, isLastTry(planned));
  return planned;
}
