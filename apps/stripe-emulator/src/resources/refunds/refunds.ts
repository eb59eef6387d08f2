import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../../errors.js';
import { changedMetadata, expand, filled, integer, metadata, metadataChange } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import { PLAIN, Resource } from '../resource.js';
import { createRefund } from './refund-creation.js';
import { changeRefund } from './refund-object.js';
import { cancelRefund, failRefund } from './refund-progress.js';

const createParameters = z.strictObject({
  amount: integer().optional(),
  charge: filled().optional(),
  expand,
  instructions_email: filled(800).optional(),
  metadata: metadata.optional(),
  payment_intent: filled().optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
});
const updateParameters = z.strictObject({ expand, metadata: metadataChange.optional() });

/** Refuses to stop a refund that does not wait for its payer. */
function checkUnanswered({ status }: Stripe.Refund): void {
  if (status === 'requires_action') return;
  throw refused(`A refund with status ${status} cannot be canceled: only requires_action can.`, {
    code: 'resource_already_exists',
  });
}

const refunds = new Resource('/v1/refunds', 'refund', 'refund');
const helpers = new Resource('/v1/test_helpers/refunds', 'refund', 'refund');

export const refundRoutes: readonly Route[] = [
  refunds.create(createParameters, (operation, { instructions_email: instructionsEmail, ...creation }) =>
    createRefund(operation, { ...creation, instructionsEmail }),
  ),
  refunds.list({ equal: { charge: filled(), payment_intent: filled() }, within: ['created'] }),
  refunds.retrieve(),
  refunds.update(updateParameters, (operation, refund, { metadata: change }) =>
    changeRefund(operation, refund, { metadata: changedMetadata(refund.metadata ?? {}, change) }),
  ),
  refunds.action('cancel', PLAIN, (operation, refund) => {
    checkUnanswered(refund);
    return cancelRefund(operation, refund);
  }),
  helpers.action('expire', PLAIN, (operation, refund) => {
    checkUnanswered(refund);
    return failRefund(operation, refund, 'unknown');
  }),
];
