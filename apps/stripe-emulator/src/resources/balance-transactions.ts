import { currencyCode, filled } from '../http/parameters.js';
import type { Route } from '../http/router.js';
import { isPaidOutBy } from './payouts/payout-content.js';
import { Resource } from './resource.js';

const transactions = new Resource('/v1/balance_transactions', 'balance_transaction', 'balance_transaction');

export const balanceTransactionRoutes: readonly Route[] = [
  transactions.list({
    equal: { currency: currencyCode, source: filled(), type: filled() },
    within: ['created'],
    special: { payout: filled() },
    matches: ({ id }, { payout }, operation) => payout === undefined || isPaidOutBy(operation, id, payout),
  }),
  transactions.retrieve(),
];
