import { z } from 'zod';
import { inRange, listPage } from '../../http/pagination.js';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  instantRange,
  integer,
  metadata,
  metadataChange,
  page,
  text,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { retrieve, retrieveRoute } from '../lookup.js';
import { createPayout } from './payout-creation.js';
import { changePayout } from './payout-object.js';
import { cancelPayout, reversePayout } from './payout-progress.js';

const createParameters = z.strictObject({
  amount: integer(),
  currency: currencyCode,
  description: text(1_000).optional(),
  destination: filled().optional(),
  expand,
  metadata: metadata.optional(),
  method: z.literal('standard').optional(),
  source_type: z.literal('card').optional(),
  statement_descriptor: text(22).optional(),
});
const listParameters = z.strictObject({
  ...page,
  arrival_date: instantRange,
  created: instantRange,
  destination: filled().optional(),
  status: filled().optional(),
});

export const payoutRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/payouts', parameters: createParameters, handle: createPayout }),
  route({
    method: 'GET',
    path: '/v1/payouts',
    parameters: listParameters,
    handle: (operation, { arrival_date: arrival, created, destination, status, ...page }) =>
      listPage(page, {
        kind: 'payout',
        url: '/v1/payouts',
        rows: operation.tx.rows('payout', operation.account),
        matches: (payout) =>
          inRange(payout.arrival_date, arrival) &&
          inRange(payout.created, created) &&
          (destination === undefined || payout.destination === destination) &&
          (status === undefined || payout.status === status),
      }),
  }),
  retrieveRoute('/v1/payouts', 'payout', 'payout'),
  route({
    method: 'POST',
    path: '/v1/payouts/{id}',
    parameters: z.strictObject({ expand, metadata: metadataChange.optional() }),
    handle: (operation, { metadata: change }, { id }) => {
      const payout = retrieve(operation, 'payout', 'payout', id!);
      const metadata = changedMetadata(payout.metadata ?? {}, change);
      return changePayout(operation, payout, 'payout.updated', { metadata });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payouts/{id}/cancel',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => cancelPayout(operation, retrieve(operation, 'payout', 'payout', id!)),
  }),
  route({
    method: 'POST',
    path: '/v1/payouts/{id}/reverse',
    parameters: z.strictObject({ expand, metadata: metadata.optional() }),
    handle: (operation, parameters, { id }) =>
      reversePayout(operation, retrieve(operation, 'payout', 'payout', id!), parameters.metadata),
  }),
];
