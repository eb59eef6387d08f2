import type Stripe from 'stripe';
import { MINUTE_MS } from '#platform/kernel';
import { refused, type ApiError } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { chargeAmountFault } from '../../money/amounts.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { requestTransfer } from '../cash/cash-attempt.js';
import { reconcile } from '../cash/reconciliation.js';
import { methodTypes } from '../payment-intents/method-types.js';
import { createIntent } from '../payment-intents/payment-intent-object.js';
import { createBalanceMethod } from '../payment-methods/payment-method-object.js';
import { idOf } from '../reference.js';
import { tryInvoice } from './collection.js';
import { DAY_SECONDS, payerFields } from './invoice-object.js';
import { createInvoicePayment } from './invoice-payments.js';
import { closePaid } from './invoice-settling.js';
import { change } from '../change.js';

/** How long before its due date an invoice says that it will be due. */
const REMINDER_DAYS = 3;
const DRAFT_MS = 60 * MINUTE_MS;

/** Turns a draft into an invoice that is owed: it gets its number, its due date and the intent that is to pay it. */
export function finalize(operation: Operation, draft: WireInvoice, autoAdvance?: boolean): WireInvoice {
  if (draft.status !== 'draft') {
    throw refused(`This invoice is already finalized, you can't re-finalize a non-draft invoice.`);
  }
  const obstacle = obstacleTo(operation, draft);
  if (obstacle !== null) throw obstacle;
  const customer = operation.tx.get('customer', idOf(draft.customer))!;
  const facts = operation.tx.get('invoice_facts', draft.id)!;
  const sequence = customer.next_invoice_sequence ?? 1;
  operation.tx.put('customer', customer.id, { ...customer, next_invoice_sequence: sequence + 1 });
  const { daysUntilDue } = facts;
  const open = change(operation, 'invoice', draft, {
    ...payerFields(operation, customer),
    auto_advance: autoAdvance ?? draft.auto_advance ?? false,
    automatically_finalizes_at: null,
    due_date: daysUntilDue === null ? draft.due_date : operation.nowSeconds + daysUntilDue * DAY_SECONDS,
    effective_at: operation.nowSeconds,
    ending_balance: 0,
    hosted_invoice_url: `${operation.services.origin}/sim/invoice/${draft.id}`,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: operation.nowSeconds },
  });
  if (open.amount_due === 0) {
    emitEvent(operation, 'invoice.finalized', open);
    return closePaid(operation, open);
  }
  requestPayment(operation, open);
  emitEvent(operation, 'invoice.finalized', open);
  remindOfDueDate(operation, open);
  reconcile(operation, customer.id, open.currency);
  const current = operation.tx.get('invoice', open.id)!;
  if (current.status !== 'open') return current;
  const isCharged = current.collection_method === 'charge_automatically' && current.auto_advance === true;
  return isCharged ? tryInvoice(operation, current) : current;
}

/** Why a draft cannot become an invoice; null when it can. */
export function obstacleTo(operation: Operation, draft: WireInvoice): ApiError | null {
  if (operation.tx.get('customer', idOf(draft.customer)) === undefined) {
    return refused('The customer of this invoice has been deleted.');
  }
  return draft.amount_due === 0 ? null : chargeAmountFault(draft.amount_due, draft.currency, 'amount_due');
}

function requestPayment(operation: Operation, invoice: WireInvoice): void {
  const { amount_due: amount, currency } = invoice;
  const allowed = invoice.payment_settings.payment_method_types;
  const intent = createIntent(operation, {
    amount,
    currency,
    customer: idOf(invoice.customer),
    description: `Payment for invoice ${invoice.number}`,
    payment_method_types: methodTypes(currency, { allowed }),
    payment_method_options: transferOptions(invoice),
    receipt_email: invoice.customer_email,
  });
  createInvoicePayment(operation, invoice, intent.id, { amount, isDefault: true });
  // With nothing else to choose from, the payer is shown at once where to send the money.
  if (intent.payment_method_types.join() !== 'customer_balance') return;
  requestTransfer(operation, { ...intent, payment_method: createBalanceMethod(operation).id });
}

function transferOptions({
  payment_settings: settings,
}: WireInvoice): Stripe.PaymentIntent.PaymentMethodOptions | null {
  const balance = settings.payment_method_options?.customer_balance;
  if (balance == null) return null;
  const { bank_transfer: transfer, funding_type } = balance;
  return {
    customer_balance: {
      ...(transfer === undefined ? {} : { bank_transfer: transfer }),
      funding_type,
    },
  };
}

function remindOfDueDate(operation: Operation, { id, due_date: due }: WireInvoice): void {
  if (due === null) return;
  const soonAt = (due - REMINDER_DAYS * DAY_SECONDS) * 1000;
  if (soonAt > operation.instant.getTime()) schedule(operation, 'invoice.due_soon', id, soonAt);
  schedule(operation, 'invoice.overdue', id, Math.max(due * 1000, operation.instant.getTime()));
}

/** A draft that advances by itself is finalized an hour after it was made. */
export function planFinalization(operation: Operation, draft: WireInvoice): WireInvoice {
  if (draft.auto_advance !== true || draft.automatically_finalizes_at !== null) return draft;
  const dueAtMs = operation.instant.getTime() + DRAFT_MS;
  schedule(operation, 'invoice.finalize', draft.id, dueAtMs);
  return change(operation, 'invoice', draft, { automatically_finalizes_at: Math.floor(dueAtMs / 1000) });
}

/** Sends the invoice to its customer, finalizing it first if need be. The mail itself is left to the imagination. */
export function sendInvoice(operation: Operation, invoice: WireInvoice): WireInvoice {
  if (invoice.collection_method !== 'send_invoice') {
    throw refused("You can only manually send an invoice if its collection method is 'send_invoice'.");
  }
  const open = invoice.status === 'draft' ? finalize(operation, invoice) : invoice;
  if (open.status !== 'open') throw refused(`An invoice with the status ${open.status} cannot be sent.`);
  emitEvent(operation, 'invoice.sent', open);
  return open;
}
