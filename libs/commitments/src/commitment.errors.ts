import { InvalidStateError, NotFoundError } from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class TrancheCommitmentNotFoundError extends NotFoundError {
  override readonly code = 'TRANCHE_COMMITMENT_NOT_FOUND';
  constructor() {
    super('commitments.tranchesNotFound');
  }
}

/** Without a day nobody knows when to pay for it. */
export class MilestoneWithoutStartError extends InvalidStateError {
  override readonly code = 'MILESTONE_WITHOUT_START';
  constructor(title: string) {
    super('commitments.milestoneWithoutStart', { title }, ['amount']);
  }
}
