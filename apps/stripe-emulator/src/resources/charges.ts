import { filled } from '../http/parameters.js';
import type { Route } from '../http/router.js';
import { Resource } from './resource.js';

const charges = new Resource('/v1/charges', 'charge', 'charge');

export const chargeRoutes: readonly Route[] = [
  charges.list({
    equal: { customer: filled(), payment_intent: filled(), transfer_group: filled() },
    within: ['created'],
  }),
  charges.retrieve(),
];
