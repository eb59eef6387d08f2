import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { cancelPaymentIntent } from '../payment-intents/payment-intent-object.js';
import { idOf } from '../reference.js';
import { followPaidInvoice } from '../subscriptions/subscription-state.js';
import { defaultIntent, paymentsOf } from './invoice-payments.js';
import { change } from '../change.js';

/** Money has come for an invoice: a part leaves it open for the rest, the whole closes it, more than that is noted. */
export function creditInvoice(
  operation: Operation,
  invoice: WireInvoice,
  payment: Stripe.InvoicePayment,
  amount: number,
): WireInvoice {
  const paid = invoice.amount_paid + amount;
  const credited = change(operation, 'invoice', invoice, {
    amount_overpaid: Math.max(paid - invoice.amount_due, 0),
    amount_paid: paid,
    amount_remaining: Math.max(invoice.amount_due - paid, 0),
  });
  const settled = change(operation, 'invoice_payment', payment, {
    amount_paid: amount,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: operation.nowSeconds },
  });
  const isPaid = credited.amount_remaining === 0;
  const after = isPaid ? closePaid(operation, credited, payment) : askForRest(operation, credited);
  emitEvent(operation, 'invoice_payment.paid', settled);
  if (after.amount_overpaid > 0) emitEvent(operation, 'invoice.overpaid', after);
  return after;
}

/** Nothing is owed any more. An intent that was meant to bring it is given up. */
export function closePaid(
  operation: Operation,
  invoice: WireInvoice,
  payment: Stripe.InvoicePayment | null = null,
): WireInvoice {
  giveUpPayments(operation, invoice.id, 'automatic');
  const paid = change(operation, 'invoice', invoice, {
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: operation.nowSeconds },
  });
  emitEvent(operation, 'invoice.paid', paid);
  emitEvent(operation, 'invoice.payment_succeeded', paid);
  const intent = operation.tx.get('payment_intent', idOf(payment?.payment.payment_intent));
  followPaidInvoice(operation, paid, intent?.payment_method == null ? null : idOf(intent.payment_method));
  return paid;
}

/** Cancels what was going to pay the invoice and has not yet. */
export function giveUpPayments(
  operation: Operation,
  invoice: string,
  reason: Stripe.PaymentIntent.CancellationReason,
): void {
  for (const payment of paymentsOf(operation, invoice).filter(({ status }) => status === 'open')) {
    const intent = payment.payment.payment_intent;
    if (payment.is_default && typeof intent === 'string') cancelPaymentIntent(operation, intent, reason);
    change(operation, 'invoice_payment', payment, {
      status: 'canceled',
      status_transitions: { canceled_at: operation.nowSeconds, paid_at: null },
    });
  }
}

/** The intent of the invoice is to bring what is still owed, no more. */
export function askForRest(operation: Operation, invoice: WireInvoice): WireInvoice {
  const intent = defaultIntent(operation, invoice.id);
  if (intent === null) return invoice;
  change(operation, 'payment_intent', intent, { amount: invoice.amount_remaining });
  const payment = paymentsOf(operation, invoice.id).find((one) => one.payment.payment_intent === intent.id)!;
  change(operation, 'invoice_payment', payment, { amount_requested: invoice.amount_remaining });
  return invoice;
}
