import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { checkAmount } from '../../money/amounts.js';
import { availableMinor, book } from '../../money/balances.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';

interface ReversalRequest {
  readonly amount?: number | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** Takes a transfer back, whole or in part, from what the destination has. */
export function reverseTransfer(
  operation: Operation,
  transfer: Stripe.Transfer,
  request: ReversalRequest,
): Stripe.TransferReversal {
  const amount = reversibleAmount(transfer, request.amount);
  const availableOn = fundsSince(operation, transfer, amount);
  const id = operation.newId('trr');
  const taken = refundPayment(operation, transfer, amount, availableOn);
  const transaction = book(operation, {
    type: 'transfer_refund',
    reportingCategory: 'transfer_reversal',
    source: id,
    currency: transfer.currency,
    amount,
    description: request.description ?? `REFUND FOR TRANSFER`,
    availableOn,
  });
  const reversal: Stripe.TransferReversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: transaction.id,
    created: operation.nowSeconds,
    currency: transfer.currency,
    destination_payment_refund: taken,
    metadata: request.metadata ?? {},
    source_refund: null,
    transfer: transfer.id,
  };
  operation.tx.put('transfer_reversal', id, reversal, operation.account);
  noteReversal(operation, transfer, reversal);
  return reversal;
}

function reversibleAmount(transfer: Stripe.Transfer, wanted: number | undefined): number {
  const rest = transfer.amount - transfer.amount_reversed;
  if (rest === 0) throw refused(`Transfer ${transfer.id} is already fully reversed.`);
  const amount = wanted ?? rest;
  checkAmount(amount, transfer.currency, 'amount');
  if (amount <= rest) return amount;
  throw refused(
    `Reversal amount (${amount} ${transfer.currency}) is greater than unreversed amount on transfer ` +
      `(${rest} ${transfer.currency}).`,
    { param: 'amount' },
  );
}

/** Pending money goes back as pending money; what is available must be there. Gives when it becomes available. */
function fundsSince(operation: Operation, transfer: Stripe.Transfer, amount: number): number {
  const payment = operation.tx.get('charge', idOf(transfer.destination_payment))!;
  const received = operation.tx.get('balance_transaction', idOf(payment.balance_transaction))!;
  if (received.status === 'pending') return received.available_on;
  const destination = operation.as(idOf(transfer.destination));
  const available = availableMinor(destination, transfer.currency);
  if (amount <= available) return operation.nowSeconds;
  throw refused(
    `The destination account has insufficient funds for this reversal: ${amount} ${transfer.currency} were asked for, ` +
      `${available} ${transfer.currency} are available.`,
    { code: 'balance_insufficient' },
  );
}

/** On the account that was paid, the reversal is a refund of the payment. Gives its id. */
function refundPayment(operation: Operation, transfer: Stripe.Transfer, amount: number, availableOn: number): string {
  const destination = operation.as(idOf(transfer.destination));
  const payment = operation.tx.get('charge', idOf(transfer.destination_payment))!;
  const id = operation.newId('pyr');
  const transaction = book(destination, {
    type: 'payment_refund',
    reportingCategory: 'refund',
    source: id,
    currency: transfer.currency,
    amount: -amount,
    availableOn,
  });
  destination.tx.put(
    'refund',
    id,
    paymentRefund(operation, payment, { id, amount, transaction: transaction.id }),
    destination.account,
  );
  const refunded = payment.amount_refunded + amount;
  operation.tx.put('charge', payment.id, {
    ...payment,
    amount_refunded: refunded,
    refunded: refunded === payment.amount,
  });
  return id;
}

function paymentRefund(
  operation: Operation,
  payment: Stripe.Charge,
  { id, amount, transaction }: { id: string; amount: number; transaction: string },
): Stripe.Refund {
  return {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction,
    charge: payment.id,
    created: operation.nowSeconds,
    currency: payment.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

const SHOWN = 10;

/** The transfer shows its newest reversals and what of it is left. */
function noteReversal(operation: Operation, transfer: Stripe.Transfer, reversal: Stripe.TransferReversal): void {
  const reversed = transfer.amount_reversed + reversal.amount;
  const all = [reversal, ...transfer.reversals.data];
  const next: Stripe.Transfer = {
    ...transfer,
    amount_reversed: reversed,
    reversals: {
      ...transfer.reversals,
      data: all.slice(0, SHOWN),
      has_more: transfer.reversals.has_more || all.length > SHOWN,
    },
    reversed: reversed === transfer.amount,
  };
  operation.tx.put('transfer', transfer.id, next);
  emitEvent(operation, 'transfer.reversed', next);
  emitEvent(operation, 'transfer.updated', next, previousAttributes(transfer, next));
}
