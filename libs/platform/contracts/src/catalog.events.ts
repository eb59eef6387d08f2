import { topic } from './topic.js';

/** A claimant says that the proof is in place; a job fetches it. */
export const claimVerificationRequested = topic<{ claimId: string }>('catalog.claim_verification_requested', 1);

/** A timer: a claim that is still not verified at this time ends. */
export const claimExpiryDue = topic<{ claimId: string }>('catalog.claim_expiry_due', 1);

/** A claim that was proved before is due to be looked at again. */
export const claimCheckDue = topic<{ claimId: string }>('catalog.claim_check_due', 1);

/** What claimants and maintainers are told about claims to a project. */
export type ClaimNotice =
  | 'waiting'
  | 'verified'
  | 'newcomer_waiting'
  | 'newcomer_verified'
  | 'contested'
  | 'resolved_for_claimant'
  | 'resolved_for_contester'
  | 'resolved_for_both'
  | 'proof_lost'
  | 'proof_unreachable'
  | 'ended';

/** One for each reader. `day` is an ISO 8601 day, null for what has none. */
export const claimNoticeDue = topic<{ personId: string; notice: ClaimNotice; project: string; day: string | null }>(
  'catalog.claim_notice_due',
  1,
);

/** A claim is contested, or nobody answered: an operator has to decide. `claimId` is an outside id. */
export const claimToResolve = topic<{ claimId: string }>('catalog.claim_to_resolve', 1);

/** Somebody begins, or stops, to speak for a project. How many others do is to be asked when it is read. */
export const maintainershipChanged = topic<{
  projectId: string;
  claimId: string;
  personId: string;
  hasBegun: boolean;
}>('catalog.maintainership_changed', 1);

/** Packages, projects or their maintainers changed: what was read before may lead to other projects now, or be as sure as not before. */
export const catalogChanged = topic<Record<string, never>>('catalog.changed', 1);

/** Figures about projects, or what their maintainers say of them, have changed; which ones, the database has noted. */
export const signalsChanged = topic<Record<string, never>>('catalog.signals_changed', 1);
