import { z } from 'zod';
import { inRange, listPage } from '../http/pagination.js';
import { currencyCode, filled, instantRange, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { isPaidOutBy } from './payouts/payout-content.js';
import { retrieveRoute } from './lookup.js';

const listParameters = z.strictObject({
  ...page,
  created: instantRange,
  currency: currencyCode.optional(),
  payout: filled().optional(),
  source: filled().optional(),
  type: filled().optional(),
});

export const balanceTransactionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/balance_transactions',
    parameters: listParameters,
    handle: (operation, { created, currency, payout, source, type, ...page }) =>
      listPage(page, {
        kind: 'balance_transaction',
        url: '/v1/balance_transactions',
        rows: operation.tx.rows('balance_transaction', operation.account),
        matches: (transaction) =>
          inRange(transaction.created, created) &&
          (currency === undefined || transaction.currency === currency) &&
          (payout === undefined || isPaidOutBy(operation, transaction.id, payout)) &&
          (source === undefined || transaction.source === source) &&
          (type === undefined || transaction.type === type),
      }),
  }),
  retrieveRoute('/v1/balance_transactions', 'balance_transaction', 'balance_transaction'),
];
