import type Stripe from 'stripe';
import { z } from 'zod';
import { notSimulated } from '../errors.js';
import { currencyCode, expand, filled, integer, metadata, text } from '../http/parameters.js';
import type { Route } from '../http/router.js';
import { checkAmount } from '../money/amounts.js';
import { book } from '../money/balances.js';
import { isSettlementCurrency } from '../money/fees.js';
import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { Resource } from './resource.js';

const createParameters = z.strictObject({
  amount: integer(),
  currency: currencyCode,
  description: text(1_000).optional(),
  expand,
  metadata: metadata.optional(),
  source: filled().optional(),
  statement_descriptor: text(15).optional(),
  transfer_group: filled().optional(),
});

/**
 * A top-up succeeds in the request that makes it and its money is available at once. In Stripe it is pending for some
 * days; the two events are the same and come in the same order.
 */
function createTopup(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.Topup {
  const { amount, currency } = parameters;
  checkAmount(amount, currency, 'amount');
  if (!isSettlementCurrency(operation, currency)) throw notSimulated(`a balance in ${currency}`, 'currency');
  const pending: Stripe.Topup = {
    id: operation.newId('tu'),
    object: 'topup',
    amount,
    balance_transaction: null,
    created: operation.nowSeconds,
    currency,
    description: parameters.description ?? null,
    expected_availability_date: operation.nowSeconds,
    failure_code: null,
    failure_message: null,
    initiated_by: 'user',
    livemode: false,
    metadata: parameters.metadata ?? {},
    source: null,
    statement_descriptor: parameters.statement_descriptor ?? null,
    status: 'pending',
    transfer_group: parameters.transfer_group ?? null,
  };
  emitEvent(operation, 'topup.created', pending);
  const transaction = book(operation, {
    type: 'topup',
    reportingCategory: 'topup',
    source: pending.id,
    currency,
    amount,
    description: pending.description,
    availableOn: operation.nowSeconds,
  });
  const topup: Stripe.Topup = { ...pending, balance_transaction: transaction.id, status: 'succeeded' };
  operation.tx.put('topup', topup.id, topup, operation.account);
  emitEvent(operation, 'topup.succeeded', topup);
  return topup;
}

const topups = new Resource('/v1/topups', 'topup', 'topup');

export const topupRoutes: readonly Route[] = [
  topups.create(createParameters, createTopup),
  topups.list({
    equal: { status: z.enum(['canceled', 'failed', 'pending', 'succeeded']) },
    within: ['amount', 'created'],
  }),
  topups.retrieve(),
];
