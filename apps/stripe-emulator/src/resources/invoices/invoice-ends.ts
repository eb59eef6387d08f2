import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { giveUpPayments } from './invoice-settling.js';
import { change } from '../change.js';

export const PAYABLE: readonly (string | null)[] = ['open', 'uncollectible'];

/** `POST /v1/invoices/{id}/void` */
export function voidInvoice(operation: Operation, invoice: WireInvoice): WireInvoice {
  if (!PAYABLE.includes(invoice.status)) {
    throw refused(`You can only void an open or uncollectible invoice, this one is ${invoice.status}.`);
  }
  giveUpPayments(operation, invoice.id, 'void_invoice');
  return end(operation, invoice, 'void', { voided_at: operation.nowSeconds });
}

/** `POST /v1/invoices/{id}/mark_uncollectible`; it can still be paid. */
export function markUncollectible(operation: Operation, invoice: WireInvoice): WireInvoice {
  if (invoice.status !== 'open') throw refused('You can only mark an open invoice as uncollectible.');
  return end(operation, invoice, 'uncollectible', { marked_uncollectible_at: operation.nowSeconds });
}

function end(
  operation: Operation,
  invoice: WireInvoice,
  status: 'uncollectible' | 'void',
  transition: Partial<Stripe.Invoice.StatusTransitions>,
): WireInvoice {
  const ended = change(operation, 'invoice', invoice, {
    next_payment_attempt: null,
    status,
    status_transitions: { ...invoice.status_transitions, ...transition },
  });
  emitEvent(operation, status === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', ended);
  return ended;
}
