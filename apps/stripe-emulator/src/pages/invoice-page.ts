import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { chargeInvoice } from '../resources/invoices/collection.js';
import { defaultIntent } from '../resources/invoices/invoice-payments.js';
import { createBalanceMethod, instrumentMethod } from '../resources/payment-methods/payment-method-object.js';
import type { WireInvoice, WireInvoiceLine } from '../store/records/wire.js';
import { field } from './fields.js';
import { displayAmount, Html, html, message, notFound, page, redirect } from './html.js';
import { enteredInstrument, paymentFields } from './payment-fields.js';

/** `GET /sim/invoice/{id}`; a draft is nobody's business yet. */
export function showInvoice(operation: Operation, id: string, query: DecodedObject): Answer {
  const invoice = operation.tx.get('invoice', id);
  if (invoice === undefined || invoice.status === 'draft') return notFound();
  const failed = field(query, 'redirect_status') === 'failed';
  return invoicePage(operation, invoice, 200, failed ? message('checkout.error.authentication') : null);
}

/** `POST /sim/invoice/{id}` with the fields of the checkout; the answer is the page again, or an authentication. */
export function submitInvoice(operation: Operation, id: string, fields: DecodedObject): Answer {
  const row = operation.tx.row('invoice', id);
  if (row === undefined || row.value.status === 'draft') return notFound();
  const intent = defaultIntent(operation.as(row.account), id);
  const types = intent?.payment_method_types ?? [];
  if (field(fields, 'action') === 'transfer' && types.includes('customer_balance')) {
    return payByTransfer(operation.as(row.account), row.value);
  }
  const entered = intent === null ? null : enteredInstrument(fields, types);
  if (entered === null) return invoicePage(operation, row.value, 400, null);
  if ('error' in entered) return invoicePage(operation, row.value, 400, entered.error);
  const owner = operation.as(row.account);
  const method = instrumentMethod(owner, entered.instrument, row.value.customer_email);
  const charged = chargeInvoice(owner, row.value, method);
  const url = charged.intent.next_action?.redirect_to_url?.url;
  if (typeof url === 'string') return redirect(url);
  if (charged.error === null) return redirect(row.value.hosted_invoice_url!);
  const error = message('checkout.error.declined', { reason: charged.error.message });
  return invoicePage(operation, charged.invoice, 402, error);
}

/** Cash that is there already may pay it at once; else the payer is shown where to send it. */
function payByTransfer(owner: Operation, invoice: WireInvoice): Answer {
  const { intent } = chargeInvoice(owner, invoice, createBalanceMethod(owner));
  const url = intent.next_action?.display_bank_transfer_instructions?.hosted_instructions_url;
  return redirect(url ?? invoice.hosted_invoice_url!);
}

function invoicePage(operation: Operation, invoice: WireInvoice, status: number, error: string | null): Answer {
  const due = displayAmount(invoice.amount_remaining, invoice.currency);
  const content = html`<p>${message(`invoice.status.${statusKey(invoice)}`, { amount: due })}</p>
    <ul>
      ${(invoice.custom_fields ?? []).map(({ name, value }) => html`<li>${message('invoice.field', { name, value })}</li>`)}
      ${dueDate(invoice)}
    </ul>
    <h2>${message('checkout.lines')}</h2>
    <ul>
      ${invoice.lines.data.map(lineMarkup)}
    </ul>
    <p>${message('checkout.total')}: <strong>${displayAmount(invoice.total, invoice.currency)}</strong></p>
    ${error === null ? new Html('') : html`<p class="error" role="alert">${error}</p>`} ${form(operation, invoice, due)}`;
  return page(status, message('invoice.title', { number: invoice.number! }), content);
}

function statusKey({ status }: WireInvoice): 'open' | 'paid' | 'void' {
  return status === 'paid' ? 'paid' : status === 'void' ? 'void' : 'open';
}

function dueDate({ due_date: due }: WireInvoice): Html {
  if (due === null) return new Html('');
  return html`<li>${message('invoice.due', { date: new Date(due * 1000).toISOString().slice(0, 10) })}</li>`;
}

function lineMarkup({ amount, currency, description, quantity }: WireInvoiceLine): Html {
  const parameters = { amount: displayAmount(amount, currency), name: description ?? '', quantity: quantity ?? 1 };
  return html`<li>${message('checkout.line', parameters)}</li>`;
}

function form(operation: Operation, invoice: WireInvoice, due: string): Html {
  const account = operation.tx.row('invoice', invoice.id)!.account;
  const intent = defaultIntent(operation.as(account), invoice.id);
  if (intent === null || intent.status === 'processing') return new Html('');
  const labels = {
    card: message('checkout.pay', { amount: due }),
    decline: message('checkout.decline'),
    bank: message('checkout.payByBank', { amount: due }),
  };
  return html`<form method="post" action="/sim/invoice/${invoice.id}">
    ${paymentFields(intent.payment_method_types, labels)} ${transferButton(intent.payment_method_types)}
  </form>`;
}

function transferButton(types: readonly string[]): Html {
  if (!types.includes('customer_balance')) return new Html('');
  return html`<button name="action" value="transfer">${message('invoice.transfer')}</button>`;
}
