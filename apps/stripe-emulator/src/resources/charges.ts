import { z } from 'zod';
import { inRange, listPage } from '../http/pagination.js';
import { filled, instantRange, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { retrieveRoute } from './lookup.js';

const listParameters = z.strictObject({
  ...page,
  created: instantRange,
  customer: filled().optional(),
  payment_intent: filled().optional(),
  transfer_group: filled().optional(),
});

export const chargeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/charges',
    parameters: listParameters,
    handle: (operation, { created, customer, payment_intent: intent, transfer_group: group, ...page }) =>
      listPage(page, {
        kind: 'charge',
        url: '/v1/charges',
        rows: operation.tx.rows('charge', operation.account),
        matches: (charge) =>
          inRange(charge.created, created) &&
          (customer === undefined || charge.customer === customer) &&
          (intent === undefined || charge.payment_intent === intent) &&
          (group === undefined || charge.transfer_group === group),
      }),
  }),
  retrieveRoute('/v1/charges', 'charge', 'charge'),
];
