import { InvalidStateError, NotFoundError } from '#platform/kernel';

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
