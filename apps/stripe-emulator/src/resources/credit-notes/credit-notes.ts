import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { arrayPage } from '../../http/pagination.js';
import { changedMetadata, filled, given, page } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireCreditNote, WireInvoice } from '../../store/records/wire.js';
import { z } from 'zod';
import { change } from '../change.js';
import { askForRest, closePaid } from '../invoices/invoice-settling.js';
import { paymentsOf } from '../invoices/invoice-payments.js';
import { retrieve } from '../lookup.js';
import { idOf } from '../reference.js';
import { createRefund } from '../refunds/refund-creation.js';
import { PLAIN, Resource } from '../resource.js';
import { draftCreditNote } from './credit-note-object.js';
import {
  createCreditNoteParameters,
  previewLinesParameters,
  updateCreditNoteParameters,
  type CreateCreditNoteParameters,
} from './credit-note-parameters.js';

/** `POST /v1/credit_notes` */
function createCreditNote(operation: Operation, parameters: CreateCreditNoteParameters): WireCreditNote {
  const draft = draftCreditNote(operation, parameters);
  const invoice = operation.tx.get('invoice', idOf(draft.invoice))!;
  const { refund_amount: refunded = 0 } = parameters;
  const note = refunded === 0 ? draft : { ...draft, refunds: [refundOf(operation, invoice, refunded)] };
  operation.tx.put('credit_note', note.id, note, operation.account);
  emitEvent(operation, 'credit_note.created', note);
  countOnInvoice(operation, invoice, note, 1);
  return note;
}

/** Out of the charge that has paid most of the invoice. */
function refundOf(operation: Operation, invoice: WireInvoice, amount: number): WireCreditNote['refunds'][number] {
  const [payment] = paymentsOf(operation, invoice.id)
    .filter(({ status, payment: { payment_intent: intent } }) => status === 'paid' && intent !== undefined)
    .sort((left, right) => (right.amount_paid ?? 0) - (left.amount_paid ?? 0));
  if (payment === undefined) throw refused('Nothing that could be refunded has paid this invoice.');
  const { id } = createRefund(operation, { payment_intent: idOf(payment.payment.payment_intent), amount });
  return { amount_refunded: amount, payment_record_refund: null, refund: id, type: 'refund' };
}

/** What the invoice asks for, or has brought, is less by a note, and more again when the note is void. */
function countOnInvoice(operation: Operation, invoice: WireInvoice, note: WireCreditNote, sign: 1 | -1): void {
  const before = note.pre_payment_amount * sign;
  const remaining = invoice.amount_remaining - before;
  const counted = change(operation, 'invoice', invoice, {
    amount_due: invoice.amount_due - before,
    amount_remaining: remaining,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + note.post_payment_amount * sign,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + before,
  });
  if (before === 0) return;
  if (remaining === 0) closePaid(operation, counted);
  else askForRest(operation, counted);
}

/** Only a note that took from what is owed can be taken back, and only while it is owed. */
function voidCreditNote(operation: Operation, note: WireCreditNote): WireCreditNote {
  const invoice = operation.tx.get('invoice', idOf(note.invoice))!;
  if (note.status !== 'issued' || note.type !== 'pre_payment' || invoice.status !== 'open')
    throw refused('This credit note cannot be voided: it has to be one of an open invoice.');
  const voided = change(operation, 'credit_note', note, { status: 'void', voided_at: operation.nowSeconds });
  countOnInvoice(operation, invoice, note, -1);
  emitEvent(operation, 'credit_note.voided', voided);
  return voided;
}

const PATH = '/v1/credit_notes';
const notes = new Resource(PATH, 'credit_note', 'credit note');

export const creditNoteRoutes: readonly Route[] = [
  notes.create(createCreditNoteParameters, createCreditNote),
  notes.list({ equal: { customer: filled(), invoice: filled() }, within: ['created'] }),
  route({
    method: 'GET',
    path: `${PATH}/preview`,
    parameters: createCreditNoteParameters,
    handle: (operation, parameters) => draftCreditNote(operation, parameters),
  }),
  route({
    method: 'GET',
    path: `${PATH}/preview/lines`,
    parameters: previewLinesParameters,
    handle: (operation, { limit, starting_after, ending_before, ...parameters }) =>
      arrayPage(given({ limit, starting_after, ending_before }), {
        data: draftCreditNote(operation, parameters).lines.data,
        kind: 'credit note line',
        url: `${PATH}/preview/lines`,
      }),
  }),
  notes.retrieve(),
  notes.update(updateCreditNoteParameters, (operation, note, { memo, metadata }) => {
    const updated = change(operation, 'credit_note', note, {
      ...given({ memo }),
      metadata: changedMetadata(note.metadata ?? {}, metadata),
    });
    emitEvent(operation, 'credit_note.updated', updated);
    return updated;
  }),
  notes.action('void', PLAIN, voidCreditNote),
  route({
    method: 'GET',
    path: `${PATH}/{id}/lines`,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) =>
      arrayPage(parameters, {
        data: retrieve(operation, 'credit_note', 'credit note', id!).lines.data,
        kind: 'credit note line',
        url: `${PATH}/${id!}/lines`,
      }),
  }),
];
