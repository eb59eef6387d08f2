import { topic } from './topic.js';

/** A claimant says that the proof is in place; a job fetches it. */
export const claimVerificationRequested = topic<{ claimId: string }>('catalog.claim_verification_requested', 1);
