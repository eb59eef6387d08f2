import {
  ForbiddenError,
  InvalidStateError,
  LimitError,
  NotFoundError,
  formatMoney,
  type Money,
} from '#platform/kernel';

export class NeedNotFoundError extends NotFoundError {
  override readonly code = 'NEED_NOT_FOUND';
  constructor() {
    super('needs.notFound');
  }
}

export class NeedNotOpenError extends InvalidStateError {
  override readonly code = 'NEED_NOT_OPEN';
  constructor() {
    super('needs.notOpen');
  }
}

export class PledgeAboveGoalError extends LimitError {
  override readonly code = 'PLEDGE_ABOVE_GOAL';
  constructor(open: Money) {
    super('needs.aboveGoal', { open: formatMoney(open) }, ['amount']);
  }
}

export class NotNeedOwnerError extends ForbiddenError {
  override readonly code = 'NOT_NEED_OWNER';
  constructor() {
    super('needs.notOwner');
  }
}

/** Money that is promised or held has to find its way back first. */
export class NeedHasPledgesError extends InvalidStateError {
  override readonly code = 'NEED_HAS_PLEDGES';
  constructor() {
    super('needs.hasPledges');
  }
}
