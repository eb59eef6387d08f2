import { z } from 'zod';
import { expand, filled, text } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { WireSubscription } from '../../store/records/wire.js';
import { collectionMethod } from '../invoices/invoice-parameters.js';
import { PLAIN, Resource } from '../resource.js';
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
/** What is canceled is left out unless it is asked for. */
function hasStatus(subscription: WireSubscription, status: (typeof STATUSES)[number] | undefined): boolean {
  if (status === undefined) return subscription.status !== 'canceled';
  if (status === 'all') return true;
  return status === 'ended' ? hasEnded(subscription) : subscription.status === status;
}

const cancelParameters = z.strictObject({
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
});
const pauseParameters = z.strictObject({ expand, type: z.enum(['subscription']).optional() });
const subscriptions = new Resource('/v1/subscriptions', 'subscription', 'subscription');

export const subscriptionRoutes: readonly Route[] = [
  subscriptions.create(createSubscriptionParameters, createSubscription),
  subscriptions.list({
    equal: { collection_method: collectionMethod, customer: filled() },
    within: ['created'],
    special: { price: filled(), status: z.enum(STATUSES) },
    matches: (subscription, { price, status }) =>
      hasStatus(subscription, status) &&
      (price === undefined || subscription.items.data.some((item) => item.price.id === price)),
  }),
  subscriptions.retrieve(),
  subscriptions.update(updateSubscriptionParameters, changeSubscription),
  subscriptions.delete(cancelParameters, (operation, subscription, { cancellation_details: details }) =>
    cancelSubscription(operation, subscription, {
      comment: details?.comment ?? null,
      feedback: details?.feedback ?? null,
    }),
  ),
  subscriptions.action('pause', pauseParameters, pauseSubscription),
  subscriptions.action('resume', PLAIN, resumeSubscription),
];
