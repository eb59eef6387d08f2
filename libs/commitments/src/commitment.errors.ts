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

/** For "does not exist" and "not yours" alike. */
export class RecurringPledgeNotFoundError extends NotFoundError {
  override readonly code = 'RECURRING_PLEDGE_NOT_FOUND';
  constructor() {
    super('commitments.recurringNotFound');
  }
}

/** Whoever has agreed to a notice does not end at once. */
export class NoticeAgreedError extends InvalidStateError {
  override readonly code = 'NOTICE_AGREED';
  constructor(days: number) {
    super('commitments.noticeAgreed', { days: String(days) }, ['atOnce']);
  }
}
