import { z } from 'zod';
import { inRange, listPage } from '../../http/pagination.js';
import {
  changedMetadata,
  expand,
  filled,
  flag,
  instantRange,
  metadataChange,
  page,
  text,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import { retrieve, retrieveRoute } from '../lookup.js';
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
const listParameters = z.strictObject({
  ...page,
  charge: filled().optional(),
  created: instantRange,
  payment_intent: filled().optional(),
});

export const disputeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/disputes',
    parameters: listParameters,
    handle: (operation, { charge, created, payment_intent: intent, ...page }) =>
      listPage(page, {
        kind: 'dispute',
        url: '/v1/disputes',
        rows: operation.tx.rows('dispute', operation.account),
        matches: (dispute) =>
          inRange(dispute.created, created) &&
          (charge === undefined || dispute.charge === charge) &&
          (intent === undefined || dispute.payment_intent === intent),
      }),
  }),
  retrieveRoute('/v1/disputes', 'dispute', 'dispute'),
  route({
    method: 'POST',
    path: '/v1/disputes/{id}',
    parameters: updateParameters,
    handle: (operation, { evidence: given = {}, metadata: change, submit = true }, { id }) => {
      const dispute = retrieve(operation, 'dispute', 'dispute', id!);
      const metadata = changedMetadata(dispute.metadata, change);
      return updateDispute(operation, dispute, { evidence: given, metadata, submit });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/disputes/{id}/close',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) =>
      concedeDispute(operation, retrieve(operation, 'dispute', 'dispute', id!)),
  }),
];
