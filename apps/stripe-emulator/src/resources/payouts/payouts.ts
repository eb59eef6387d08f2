import { z } from 'zod';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  integer,
  metadata,
  metadataChange,
  text,
} from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import { PLAIN, Resource } from '../resource.js';
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
const metadataParameters = z.strictObject({ expand, metadata: metadataChange.optional() });
const reversalParameters = z.strictObject({ expand, metadata: metadata.optional() });
const payouts = new Resource('/v1/payouts', 'payout', 'payout');

export const payoutRoutes: readonly Route[] = [
  payouts.create(createParameters, createPayout),
  payouts.list({ equal: { destination: filled(), status: filled() }, within: ['arrival_date', 'created'] }),
  payouts.retrieve(),
  payouts.update(metadataParameters, (operation, payout, { metadata: change }) => {
    const metadata = changedMetadata(payout.metadata ?? {}, change);
    return changePayout(operation, payout, 'payout.updated', { metadata });
  }),
  payouts.action('cancel', PLAIN, cancelPayout),
  payouts.action('reverse', reversalParameters, (operation, payout, { metadata }) =>
    reversePayout(operation, payout, metadata),
  ),
];
