import { z } from 'zod';
import { inRange, listPage } from '../../http/pagination.js';
import { expand, filled, instantRange, page, text } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireSubscription } from '../../store/records/wire.js';
import { retrieve, retrieveRoute } from '../lookup.js';
import {
  cancelSubscription,
  changeSubscription,
  pauseSubscription,
  resumeSubscription,
} from './subscription-changes.js';
import { createSubscriptionParameters, updateSubscriptionParameters } from './subscription-parameters.js';
import { createSubscription } from './subscription-start.js';
import { hasEnded } from './subscription-state.js';

const STATUSES = [
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;
const listParameters = z.strictObject({
  ...page,
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  created: instantRange,
  customer: filled().optional(),
  price: filled().optional(),
  status: z.enum(STATUSES).optional(),
});

function matches(subscription: WireSubscription, wanted: z.output<typeof listParameters>): boolean {
  const { collection_method: method, created, customer, price } = wanted;
  return (
    hasStatus(subscription, wanted.status) &&
    inRange(subscription.created, created) &&
    (method === undefined || subscription.collection_method === method) &&
    (customer === undefined || subscription.customer === customer) &&
    (price === undefined || subscription.items.data.some((item) => item.price.id === price))
  );
}

/** What is canceled is left out unless it is asked for. */
function hasStatus(subscription: WireSubscription, status: (typeof STATUSES)[number] | undefined): boolean {
  if (status === undefined) return subscription.status !== 'canceled';
  if (status === 'all') return true;
  return status === 'ended' ? hasEnded(subscription) : subscription.status === status;
}

const BASE = '/v1/subscriptions';
const subscriptionOf = (operation: Operation, id: string): WireSubscription =>
  retrieve(operation, 'subscription', 'subscription', id);

export const subscriptionRoutes: readonly Route[] = [
  route({ method: 'POST', path: BASE, parameters: createSubscriptionParameters, handle: createSubscription }),
  route({
    method: 'GET',
    path: BASE,
    parameters: listParameters,
    handle: (operation, parameters) =>
      listPage(parameters, {
        kind: 'subscription',
        url: BASE,
        rows: operation.tx.rows('subscription', operation.account),
        matches: (subscription) => matches(subscription, parameters),
      }),
  }),
  retrieveRoute(BASE, 'subscription', 'subscription'),
  route({
    method: 'POST',
    path: `${BASE}/{id}`,
    parameters: updateSubscriptionParameters,
    handle: (operation, parameters, { id }) =>
      changeSubscription(operation, subscriptionOf(operation, id!), parameters),
  }),
  route({
    method: 'DELETE',
    path: `${BASE}/{id}`,
    parameters: z.strictObject({
      cancellation_details: z
        .strictObject({
          comment: text().optional(),
          feedback: z
            .enum([
              'customer_service',
              'low_quality',
              'missing_features',
              'other',
              'switched_service',
              'too_complex',
              'too_expensive',
              'unused',
            ])
            .optional(),
        })
        .optional(),
      expand,
    }),
    handle: (operation, { cancellation_details: details }, { id }) =>
      cancelSubscription(operation, subscriptionOf(operation, id!), {
        comment: details?.comment ?? null,
        feedback: details?.feedback ?? null,
      }),
  }),
  route({
    method: 'POST',
    path: `${BASE}/{id}/pause`,
    parameters: z.strictObject({ expand, type: z.enum(['subscription']).optional() }),
    handle: (operation, _parameters, { id }) => pauseSubscription(operation, subscriptionOf(operation, id!)),
  }),
  route({
    method: 'POST',
    path: `${BASE}/{id}/resume`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => resumeSubscription(operation, subscriptionOf(operation, id!)),
  }),
];
