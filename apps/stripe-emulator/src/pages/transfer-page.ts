import type Stripe from 'stripe';
import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { fundCash } from '../resources/cash/reconciliation.js';
import { idOf } from '../resources/reference.js';
import { field } from './fields.js';
import { displayAmount, html, message, notFound, page } from './html.js';

type Instructions = Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions;

/** `GET /sim/transfer/{id}`: where to send the money of an intent, and a form that pretends to send it. */
export function showTransfer(operation: Operation, id: string): Answer {
  const intent = operation.tx.get('payment_intent', id);
  if (intent === undefined) return notFound();
  const instructions = intent.next_action?.display_bank_transfer_instructions;
  if (instructions === undefined) return done(intent);
  return form(id, instructions, 200);
}

/** `POST /sim/transfer/{id}` with the field `amount` in minor units. */
export function submitTransfer(operation: Operation, id: string, fields: DecodedObject): Answer {
  const row = operation.tx.row('payment_intent', id);
  const instructions = row?.value.next_action?.display_bank_transfer_instructions;
  if (row === undefined || instructions === undefined) return notFound();
  const amount = field(fields, 'amount') ?? '';
  if (!/^[1-9]\d{0,7}$/.test(amount)) return form(id, instructions, 400);
  const { currency, customer } = row.value;
  const reference = instructions.reference ?? undefined;
  fundCash(operation.as(row.account), idOf(customer), { amount: Number(amount), currency, reference });
  return showTransfer(operation, id);
}

function form(id: string, { amount_remaining: rest, currency, reference }: Instructions, status: number): Answer {
  const missing = displayAmount(rest!, currency!);
  const content = html`<p>${message('transfer.text', { amount: missing, reference: reference ?? '' })}</p>
    <form method="post" action="/sim/transfer/${id}">
      <label for="amount">${message('transfer.amount')}</label>
      <input id="amount" name="amount" inputmode="numeric" autocomplete="off" value="${rest!}" />
      <button>${message('transfer.send')}</button>
    </form>`;
  return page(status, message('transfer.title', { amount: missing }), content);
}

function done({ amount, currency, status }: Stripe.PaymentIntent): Answer {
  if (status !== 'succeeded') return notFound();
  const text = message('transfer.done.text', { amount: displayAmount(amount, currency) });
  return page(200, message('transfer.done.title'), html`<p>${text}</p>`);
}
