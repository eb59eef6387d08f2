import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import type { Operation } from '../../operation.js';
import type { WireCreditNote, WireInvoice } from '../../store/records/wire.js';
import { change } from '../change.js';
import { paymentsOf } from '../invoices/invoice-payments.js';
import { askForRest, closePaid } from '../invoices/invoice-settling.js';
import { idOf } from '../reference.js';
import { createRefund } from '../refunds/refund-creation.js';
import { creditedInvoice, draftNote } from './credit-note-object.js';
import type { NoteParameters } from './credit-note-parameters.js';

/** `POST /v1/credit_notes` */
export function createNote(operation: Operation, parameters: NoteParameters): WireCreditNote {
  const invoice = creditedInvoice(operation, parameters.invoice);
  const draft = draftNote(operation, invoice, parameters);
  const refund = refundOf(operation, invoice, parameters.refund_amount);
  const note: WireCreditNote = {
    ...draft,
    refunds: refund === null ? [] : [{ ...REFUNDED, amount_refunded: refund.amount, refund: refund.id }],
  };
  operation.tx.put('credit_note', note.id, note, operation.account);
  emitEvent(operation, 'credit_note.created', note);
  takeOff(operation, invoice, note.pre_payment_amount, note.post_payment_amount);
  return note;
}

const REFUNDED = { payment_record_refund: null, type: 'refund' } as const;

/** Gives back what came by Stripe, out of the one payment that has enough left. */
function refundOf(operation: Operation, invoice: WireInvoice, amount: number | undefined): Stripe.Refund | null {
  if (amount === undefined) return null;
  const charge = paymentsOf(operation, invoice.id)
    .filter(({ status }) => status === 'paid')
    .map(({ payment }) => operation.tx.get('payment_intent', idOf(payment.payment_intent)))
    .map((intent) => operation.tx.get('charge', idOf(intent?.latest_charge)))
    .find((one) => one !== undefined && one.amount - one.amount_refunded >= amount);
  if (charge === undefined) throw refused(`No payment of this invoice has ${amount} left to refund.`);
  return createRefund(operation, { amount, charge: charge.id });
}

/** The invoice owes less; when it owes nothing any more it counts as paid. */
function takeOff(operation: Operation, invoice: WireInvoice, before: number, after: number): WireInvoice {
  const credited = change(operation, 'invoice', invoice, {
    amount_due: invoice.amount_due - before,
    amount_remaining: invoice.amount_remaining - before,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + after,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + before,
  });
  emitEvent(operation, 'invoice.updated', credited, previousAttributes(invoice, credited));
  if (invoice.status !== 'open') return credited;
  return credited.amount_remaining === 0 ? closePaid(operation, credited) : askForRest(operation, credited);
}

/** `POST /v1/credit_notes/{id}/void`: while the invoice is open what was taken off can be asked for again. */
export function voidNote(operation: Operation, note: WireCreditNote): WireCreditNote {
  const invoice = operation.tx.get('invoice', idOf(note.invoice))!;
  if (note.status !== 'issued' || note.type !== 'pre_payment' || invoice.status !== 'open') {
    throw refused('You can only void an issued credit note of an invoice that is still open.');
  }
  const voided = change(operation, 'credit_note', note, { status: 'void', voided_at: operation.nowSeconds });
  emitEvent(operation, 'credit_note.voided', voided);
  takeOff(operation, invoice, -note.pre_payment_amount, 0);
  return voided;
}
