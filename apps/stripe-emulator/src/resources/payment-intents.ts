import { z } from 'zod';
import { inRange, listPage } from '../http/pagination.js';
import { filled, instantRange, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { retrieveRoute } from './lookup.js';

export const paymentIntentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/payment_intents',
    parameters: z.strictObject({ ...page, created: instantRange, customer: filled().optional() }),
    handle: (operation, parameters) =>
      listPage(parameters, {
        kind: 'payment_intent',
        url: '/v1/payment_intents',
        rows: operation.tx.rows('payment_intent', operation.account),
        matches: (intent) =>
          inRange(intent.created, parameters.created) &&
          (parameters.customer === undefined || intent.customer === parameters.customer),
      }),
  }),
  retrieveRoute('/v1/payment_intents', 'payment_intent', 'payment_intent'),
];
