import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../../errors.js';
import { inRange, listPage } from '../../http/pagination.js';
import {
  changedMetadata,
  expand,
  filled,
  instantRange,
  integer,
  metadata,
  metadataChange,
  page,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieve, retrieveRoute } from '../lookup.js';
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
const listParameters = z.strictObject({
  ...page,
  charge: filled().optional(),
  created: instantRange,
  payment_intent: filled().optional(),
});

/** A refund that waits for the payer; no other can be stopped. */
function unanswered(operation: Operation, id: string): Stripe.Refund {
  const refund = retrieve(operation, 'refund', 'refund', id);
  if (refund.status === 'requires_action') return refund;
  throw refused(`A refund with status ${refund.status} cannot be canceled: only requires_action can.`, {
    code: 'resource_already_exists',
  });
}

export const refundRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/refunds',
    parameters: createParameters,
    handle: (operation, { instructions_email: instructionsEmail, ...creation }) =>
      createRefund(operation, { ...creation, instructionsEmail }),
  }),
  route({
    method: 'GET',
    path: '/v1/refunds',
    parameters: listParameters,
    handle: (operation, { charge, created, payment_intent: intent, ...page }) =>
      listPage(page, {
        kind: 'refund',
        url: '/v1/refunds',
        rows: operation.tx.rows('refund', operation.account),
        matches: (refund) =>
          inRange(refund.created, created) &&
          (charge === undefined || refund.charge === charge) &&
          (intent === undefined || refund.payment_intent === intent),
      }),
  }),
  retrieveRoute('/v1/refunds', 'refund', 'refund'),
  route({
    method: 'POST',
    path: '/v1/refunds/{id}',
    parameters: z.strictObject({ expand, metadata: metadataChange.optional() }),
    handle: (operation, { metadata: change }, { id }) => {
      const refund = retrieve(operation, 'refund', 'refund', id!);
      return changeRefund(operation, refund, { metadata: changedMetadata(refund.metadata ?? {}, change) });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/refunds/{id}/cancel',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => cancelRefund(operation, unanswered(operation, id!)),
  }),
  route({
    method: 'POST',
    path: '/v1/test_helpers/refunds/{id}/expire',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => failRefund(operation, unanswered(operation, id!), 'unknown'),
  }),
];
