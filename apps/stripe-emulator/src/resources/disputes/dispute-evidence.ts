import type Stripe from 'stripe';
import { refused } from '../../errors.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { chargeCounterFee } from './dispute-money.js';
import { changeDispute, isInquiry, type EvidenceField } from './dispute-object.js';
import { verdictOf } from './dispute-closing.js';

export interface EvidenceRequest {
  readonly evidence: Readonly<Partial<Record<EvidenceField, string | undefined>>>;
  readonly metadata: Stripe.Metadata;
  readonly submit: boolean;
}

/** Keeps evidence, and hands it to the bank unless it is only staged. It can be handed in once. */
export function updateDispute(operation: Operation, dispute: Stripe.Dispute, request: EvidenceRequest): Stripe.Dispute {
  const { evidence, metadata, submit } = request;
  const hasNew = Object.keys(evidence).length > 0;
  const submits = submit && (hasNew || dispute.evidence_details.has_evidence) && awaitsAnswer(dispute);
  if (hasNew && !awaitsAnswer(dispute)) {
    throw refused(`Evidence cannot be given any more: the dispute ${dispute.id} is ${dispute.status}.`);
  }
  const updated = changeDispute(operation, dispute, {
    evidence: mergedEvidence(dispute.evidence, evidence),
    evidence_details: detailsAfter(dispute, hasNew, submits),
    metadata,
    ...(submits ? { status: isInquiry(dispute) ? 'warning_under_review' : 'under_review' } : {}),
  });
  return submits ? submitted(operation, updated) : updated;
}

function submitted(operation: Operation, dispute: Stripe.Dispute): Stripe.Dispute {
  if (verdictOf(dispute) !== null) {
    const dueAtMs = operation.instant.getTime() + operation.services.options.settleDelayMs;
    schedule(operation, 'dispute.read', dispute.id, dueAtMs);
  }
  return isInquiry(dispute) ? dispute : chargeCounterFee(operation, dispute);
}

function awaitsAnswer(dispute: Stripe.Dispute): boolean {
  return dispute.status.endsWith('needs_response');
}

/** An empty text takes back what was said. */
function mergedEvidence(current: Stripe.Dispute.Evidence, given: EvidenceRequest['evidence']): Stripe.Dispute.Evidence {
  const changes = Object.entries(given).map(([field, value]) => [field, value || null]);
  return { ...current, ...(Object.fromEntries(changes) as Partial<Stripe.Dispute.Evidence>) };
}

function detailsAfter(dispute: Stripe.Dispute, hasNew: boolean, submits: boolean): Stripe.Dispute.EvidenceDetails {
  const details = dispute.evidence_details;
  return {
    ...details,
    has_evidence: details.has_evidence || hasNew,
    ...(submits ? { submission_count: details.submission_count + 1, submission_method: 'manual' } : {}),
  };
}
