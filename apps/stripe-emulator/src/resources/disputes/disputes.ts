import { z } from 'zod';
import { changedMetadata, expand, filled, flag, metadataChange, text } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import { PLAIN, Resource } from '../resource.js';
import { concedeDispute } from './dispute-closing.js';
import { updateDispute } from './dispute-evidence.js';
import { EVIDENCE_FIELDS, type EvidenceField } from './dispute-object.js';

/** Stripe takes 150,000 characters of evidence. */
const evidenceText = text(150_000).optional();
const evidence = z.strictObject(
  Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, evidenceText])) as Record<
    EvidenceField,
    typeof evidenceText
  >,
);
const updateParameters = z.strictObject({
  evidence: evidence.optional(),
  expand,
  metadata: metadataChange.optional(),
  submit: flag.optional(),
});
const disputes = new Resource('/v1/disputes', 'dispute', 'dispute');

export const disputeRoutes: readonly Route[] = [
  disputes.list({ equal: { charge: filled(), payment_intent: filled() }, within: ['created'] }),
  disputes.retrieve(),
  disputes.update(updateParameters, (operation, dispute, { evidence: given = {}, metadata: change, submit = true }) => {
    const metadata = changedMetadata(dispute.metadata, change);
    return updateDispute(operation, dispute, { evidence: given, metadata, submit });
  }),
  disputes.action('close', PLAIN, concedeDispute),
];
