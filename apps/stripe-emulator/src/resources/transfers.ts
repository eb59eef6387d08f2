import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, noSuchParameter, notSimulated, refused } from '../errors.js';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  integer,
  metadata,
  metadataChange,
  text,
} from '../http/parameters.js';
import type { Route } from '../http/router.js';
import { checkAmount } from '../money/amounts.js';
import { availableMinor, book } from '../money/balances.js';
import { isSettlementCurrency, settlementCurrency } from '../money/fees.js';
import { emitEvent } from '../events/emitter.js';
import { previousAttributes } from '../events/previous-attributes.js';
import type { Operation } from '../operation.js';
import { PLATFORM } from '../store/tables.js';
import { transferPayment } from './charge-object.js';
import { availableOn, settlementOf } from './settlement.js';
import { canReceiveTransfers } from './v2-account-object.js';
import { idOf } from './reference.js';
import { Resource } from './resource.js';
import { change } from './change.js';

const createParameters = z.strictObject({
  amount: integer().optional(),
  currency: currencyCode,
  description: text(1_000).optional(),
  destination: filled(),
  expand,
  metadata: metadata.optional(),
  source_transaction: filled().optional(),
  source_type: z.enum(['bank_account', 'card', 'fpx']).optional(),
  transfer_group: filled().optional(),
});
type CreateParameters = z.output<typeof createParameters>;

/** What a transfer takes its money from. */
interface Funding {
  readonly amount: number;
  /** The charge it is tied to, or null for the available balance. */
  readonly charge: Stripe.Charge | null;
  /** Unix seconds: with its charge, or now. */
  readonly availableOn: number;
}

function createTransfer(operation: Operation, parameters: CreateParameters): Stripe.Transfer {
  if (operation.account !== PLATFORM) throw notSimulated('transfers by a connected account');
  const destination = destinationAccount(operation, parameters.destination);
  const funding =
    parameters.source_transaction === undefined
      ? fromBalance(operation, parameters)
      : fromCharge(operation, parameters, parameters.source_transaction);
  const id = operation.newId('tr');
  const transaction = book(operation, {
    type: 'transfer',
    reportingCategory: 'transfer',
    source: id,
    currency: parameters.currency,
    amount: -funding.amount,
    description: parameters.description ?? null,
    availableOn: funding.availableOn,
  });
  const payment = payDestination(operation.as(destination), id, parameters, funding);
  const transfer = transferObject(operation, parameters, { id, funding, transaction, payment });
  operation.tx.put('transfer', id, transfer, operation.account);
  emitEvent(operation, 'transfer.created', transfer);
  return transfer;
}

function destinationAccount(operation: Operation, id: string): string {
  const account = operation.tx.get('account', id);
  if (account === undefined) throw noSuchParameter('destination', id, 'destination');
  if (!canReceiveTransfers(account)) {
    throw refused(
      `Your destination account (${id}) cannot receive transfers: its stripe_balance.stripe_transfers capability ` +
        'is not active.',
      { code: 'transfers_not_allowed', param: 'destination' },
    );
  }
  return id;
}

function fromBalance(operation: Operation, { amount, currency }: CreateParameters): Funding {
  if (amount === undefined) throw invalidParameter('amount', 'Missing required param: amount.', 'parameter_missing');
  checkAmount(amount, currency, 'amount');
  if (!isSettlementCurrency(operation, currency)) throw notSimulated(`a balance in ${currency}`, 'currency');
  const available = availableMinor(operation, currency);
  if (amount > available) {
    throw refused(
      `You have insufficient available funds in your Stripe account: ${amount} ${currency} were asked for, ` +
        `${available} ${currency} are available.`,
      { code: 'balance_insufficient' },
    );
  }
  return { amount, charge: null, availableOn: operation.nowSeconds };
}

/** Tied to a charge a transfer may be made while its money is pending; it becomes available together with it. */
function fromCharge(operation: Operation, parameters: CreateParameters, chargeId: string): Funding {
  const row = operation.tx.row('charge', chargeId);
  if (row?.account !== operation.account) throw noSuchParameter('charge', chargeId, 'source_transaction');
  const charge = row.value;
  if (charge.status !== 'succeeded') {
    throw refused(`The charge ${chargeId} did not succeed.`, { param: 'source_transaction' });
  }
  const settled = settlementCurrency(operation, charge.currency);
  if (parameters.currency !== settled) {
    throw refused(
      `The currency of source_transaction's balance transaction (${settled}) must be the same as the transfer ` +
        `currency (${parameters.currency}).`,
      { param: 'currency' },
    );
  }
  const limit = settledAmount(operation, charge);
  const used = transferredFrom(operation, chargeId);
  const amount = parameters.amount ?? limit - used;
  checkAmount(amount, parameters.currency, 'amount');
  if (used + amount > limit) {
    throw refused(
      `Transfers using this transaction as a source must not exceed the source amount of ${limit} ${settled}: ` +
        `${amount} ${settled} were asked for and transfers of ${used} ${settled} exist already.`,
      { param: 'amount' },
    );
  }
  return { amount, charge, availableOn: Math.max(availableOn(operation, charge), operation.nowSeconds) };
}

/** The charge in its settlement currency; until it is settled the rates are known all the same. */
function settledAmount(operation: Operation, charge: Stripe.Charge): number {
  const transaction = operation.tx.get('balance_transaction', idOf(charge.balance_transaction));
  return transaction?.amount ?? settlementOf(operation, charge).amount;
}

function transferredFrom(operation: Operation, chargeId: string): number {
  return operation.tx
    .rows('transfer', operation.account)
    .filter(({ value }) => value.source_transaction === chargeId)
    .reduce((sum, { value }) => sum + value.amount - value.amount_reversed, 0);
}

/** Books the `py_` payment on the destination's own balance. */
function payDestination(
  destination: Operation,
  transferId: string,
  { currency, transfer_group: transferGroup }: CreateParameters,
  funding: Funding,
): Stripe.Charge {
  const payment = transferPayment(destination, {
    id: transferId,
    amount: funding.amount,
    currency,
    transferGroup: transferGroup ?? null,
  });
  const transaction = book(destination, {
    type: 'payment',
    reportingCategory: 'charge',
    source: payment.id,
    currency,
    amount: funding.amount,
    availableOn: funding.availableOn,
  });
  const booked = { ...payment, balance_transaction: transaction.id };
  destination.tx.put('charge', payment.id, booked, destination.account);
  return booked;
}

interface TransferParts {
  readonly id: string;
  readonly funding: Funding;
  readonly transaction: Stripe.BalanceTransaction;
  readonly payment: Stripe.Charge;
}

function transferObject(operation: Operation, parameters: CreateParameters, parts: TransferParts): Stripe.Transfer {
  const { id, funding, transaction, payment } = parts;
  return {
    id,
    object: 'transfer',
    amount: funding.amount,
    amount_reversed: 0,
    balance_transaction: transaction.id,
    created: operation.nowSeconds,
    currency: parameters.currency,
    description: parameters.description ?? null,
    destination: parameters.destination,
    destination_payment: payment.id,
    livemode: false,
    metadata: parameters.metadata ?? {},
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: funding.charge?.id ?? null,
    source_type: parameters.source_type ?? 'card',
    transfer_group: parameters.transfer_group ?? funding.charge?.transfer_group ?? null,
  };
}

const updateParameters = z.strictObject({
  description: text(1_000).optional(),
  expand,
  metadata: metadataChange.optional(),
});

function updateTransfer(
  operation: Operation,
  transfer: Stripe.Transfer,
  { description, metadata }: z.output<typeof updateParameters>,
): Stripe.Transfer {
  const next = change(operation, 'transfer', transfer, {
    description: description === undefined ? transfer.description : description || null,
    metadata: changedMetadata(transfer.metadata, metadata),
  });
  emitEvent(operation, 'transfer.updated', next, previousAttributes(transfer, next));
  return next;
}

const transfers = new Resource('/v1/transfers', 'transfer', 'transfer');

export const transferRoutes: readonly Route[] = [
  transfers.create(createParameters, createTransfer),
  transfers.list({ equal: { destination: filled(), transfer_group: filled() }, within: ['created'] }),
  transfers.retrieve(),
  transfers.update(updateParameters, updateTransfer),
];
