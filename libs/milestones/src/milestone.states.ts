import type { StateMachine } from '#platform/kernel';
import { NotFullyFundedError, ReviewerConflictError } from './milestone.errors.js';

export type MilestoneStatus =
  | 'planned'
  | 'funded'
  | 'submitted'
  | 'in_review'
  | 'changes_requested'
  | 'accepted'
  | 'payable'
  | 'paid'
  | 'cancelled';
export type MilestoneAction =
  'fund' | 'unfund' | 'submit' | 'startReview' | 'stepBack' | 'requestChanges' | 'accept' | 'release' | 'confirmPaid';

export interface MilestoneFacts {
  readonly amountMinor: bigint;
  readonly fundedMinor: bigint;
  /** Why this reviewer may not review, or null; for `startReview`, `requestChanges` and `accept`. */
  readonly conflict: ReviewerConflict | null;
}

export type ReviewerConflict = 'payee' | 'payer' | 'not_reviewer' | 'other_reviewer';

/** From plan to payment. Acceptance and release are two steps of one transaction: nothing is accepted without its money moving. */
export const MILESTONE: StateMachine<
  MilestoneStatus,
  MilestoneAction,
  'fullyFunded' | 'independentReviewer',
  MilestoneFacts
> = {
  name: 'milestone',
  initial: 'planned',
  transitions: {
    fund: { from: ['planned'], to: 'funded', guards: ['fullyFunded'] },
    // Its money went back. What was submitted is kept, and is submitted again when there is money for it.
    unfund: { from: ['funded', 'submitted', 'in_review', 'changes_requested'], to: 'planned' },
    submit: { from: ['funded', 'changes_requested'], to: 'submitted' },
    startReview: { from: ['submitted'], to: 'in_review', guards: ['independentReviewer'] },
    // Whoever has taken the review gives it back; the service knows who that is.
    stepBack: { from: ['in_review'], to: 'submitted' },
    requestChanges: { from: ['in_review'], to: 'changes_requested', guards: ['independentReviewer'] },
    accept: { from: ['in_review'], to: 'accepted', guards: ['independentReviewer'] },
    release: { from: ['accepted'], to: 'payable', guards: ['fullyFunded'] },
    confirmPaid: { from: ['payable'], to: 'paid' },
  },
  guards: {
    fullyFunded: ({ amountMinor, fundedMinor }) => (amountMinor === fundedMinor ? null : new NotFullyFundedError()),
    independentReviewer: ({ conflict }) => (conflict === null ? null : new ReviewerConflictError(conflict)),
  },
};
