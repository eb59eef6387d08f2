import { topic } from './topic.js';

/** A claimant says that the proof is in place; a job fetches it. */
export const claimVerificationRequested = topic<{ claimId: string }>('catalog.claim_verification_requested', 1);

/** A timer: a claim that is still not verified at this time ends. */
export const claimExpiryDue = topic<{ claimId: string }>('catalog.claim_expiry_due', 1);

/** Packages or projects were added or moved: what was read before may lead to other projects now. */
export const catalogChanged = topic<Record<string, never>>('catalog.changed', 1);
