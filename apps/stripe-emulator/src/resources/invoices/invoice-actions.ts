import type Stripe from 'stripe';
import { ApiError, invalidParameter, noSuchParameter, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { changedMetadata } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { followIntent } from '../follow-intent.js';
import { idOf } from '../reference.js';
import { subscriptionOf } from '../subscriptions/subscription-state.js';
import { chargeInvoice, invoiceMethod, payOutOfBand } from './collection.js';
import { finalize } from './finalization.js';
import { withLines } from './invoice-object.js';
import { createItem, itemLine } from './invoice-lines.js';
import type { addLinesParameters, PayInvoiceParameters } from './invoice-parameters.js';
import { PAYABLE } from './invoice-ends.js';
import { createInvoicePayment } from './invoice-payments.js';
import type { z } from 'zod';
import { change } from '../change.js';

/** `POST /v1/invoices/{id}/pay` */
export function payInvoice(
  operation: Operation,
  given: WireInvoice,
  parameters: PayInvoiceParameters,
): WireInvoice | ApiError {
  const invoice = given.status === 'draft' ? finalize(operation, given, false) : given;
  if (invoice.status === 'paid') throw refused('Invoice is already paid');
  if (!PAYABLE.includes(invoice.status)) throw refused(`An invoice with the status ${invoice.status} cannot be paid.`);
  if (parameters.paid_out_of_band === true) return payOutOfBand(operation, invoice);
  const method = chosenMethod(operation, invoice, parameters.payment_method);
  const { error, intent, invoice: after } = chargeInvoice(operation, invoice, method);
  if (error !== null) return error;
  return intent.status === 'requires_action' ? needsAction(intent) : after;
}

function chosenMethod(operation: Operation, invoice: WireInvoice, id: string | undefined): Stripe.PaymentMethod {
  if (id === undefined) {
    const method = invoiceMethod(operation, invoice);
    if (method !== null) return method;
    throw refused(
      'There is no default payment method set on this invoice or its customer. Set one or name one in the request.',
      { code: 'resource_missing', param: 'payment_method' },
    );
  }
  const method = operation.tx.get('payment_method', id);
  if (method?.customer === idOf(invoice.customer)) return method;
  throw noSuchParameter('PaymentMethod', id, 'payment_method');
}

function needsAction(intent: Stripe.PaymentIntent): ApiError {
  return new ApiError(402, 'This payment requires additional user action before it can be completed successfully.', {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    executed: true,
    subjects: { payment_intent: intent },
  });
}

/** `POST /v1/invoices/{id}/add_lines` */
export function addLines(
  operation: Operation,
  invoice: WireInvoice,
  { lines, invoice_metadata: metadata }: z.output<typeof addLinesParameters>,
): WireInvoice {
  refuseFinal(invoice);
  const added = lines.map((line, index) => {
    const param = `lines[${index}]`;
    if (line.invoice_item !== undefined) return waitingItem(operation, invoice, line.invoice_item, param);
    const { currency, id } = invoice;
    return createItem(operation, idOf(invoice.customer), line, { currency, invoice: id, param });
  });
  const changed = changedMetadata(invoice.metadata ?? {}, metadata);
  const tagged = change(operation, 'invoice', invoice, { metadata: changed });
  const all = [...tagged.lines.data, ...added.map((item) => itemLine(operation, invoice, item))];
  return withLines(operation, tagged, all);
}

function waitingItem(operation: Operation, invoice: WireInvoice, id: string, param: string) {
  const item = operation.tx.get('invoice_item', id);
  const isTheirs = item?.customer === invoice.customer && item.currency === invoice.currency;
  if (item?.invoice !== null || !isTheirs) throw noSuchParameter('invoiceitem', id, `${param}[invoice_item]`);
  const placed = { ...item, invoice: invoice.id };
  operation.tx.put('invoice_item', id, placed);
  return placed;
}

/** Refuses to change what is owed once an invoice has been finalized. */
export function refuseFinal({ status }: WireInvoice): void {
  if (status !== 'draft') throw refused('This invoice is no longer editable', { code: 'invoice_not_editable' });
}

/** `POST /v1/invoices/{id}/attach_payment`: an intent made elsewhere pays a part or the whole. */
export function attachPayment(operation: Operation, invoice: WireInvoice, intentId: string): WireInvoice {
  if (invoice.status !== 'open') throw refused('A payment can only be attached to an open invoice.');
  const row = operation.tx.row('payment_intent', intentId);
  if (row?.account !== operation.account) throw noSuchParameter('payment_intent', intentId, 'payment_intent');
  const intent = row.value;
  const isTaken = operation.tx.rows('invoice_payment').some(({ value }) => value.payment.payment_intent === intentId);
  if (isTaken) throw invalidParameter('payment_intent', 'This PaymentIntent is attached to an invoice already.');
  if (intent.currency !== invoice.currency || intent.status === 'canceled') {
    throw invalidParameter('payment_intent', `This PaymentIntent cannot pay the invoice ${invoice.id}.`);
  }
  createInvoicePayment(operation, invoice, intentId, { amount: intent.amount, isDefault: false });
  if (intent.status === 'succeeded') followIntent(operation, intent);
  return operation.tx.get('invoice', invoice.id)!;
}

/** Deletes a draft together with its items. */
export function deleteDraft(operation: Operation, invoice: WireInvoice): Stripe.DeletedInvoice {
  if (invoice.status !== 'draft') throw refused('You can only delete draft invoices.');
  if (subscriptionOf(invoice) !== '') throw refused('The invoice of a subscription cannot be deleted.');
  for (const { id, value } of operation.tx.rows('invoice_item', operation.account)) {
    if (value.invoice === invoice.id) operation.tx.delete('invoice_item', id);
  }
  operation.tx.delete('invoice', invoice.id);
  operation.tx.delete('invoice_facts', invoice.id);
  emitEvent(operation, 'invoice.deleted', invoice);
  return { id: invoice.id, object: 'invoice', deleted: true };
}
