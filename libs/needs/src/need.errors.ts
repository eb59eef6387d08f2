import {
  ConflictError,
  ForbiddenError,
  InvalidStateError,
  LimitError,
  NotFoundError,
  ValidationError,
  formatMoney,
  type Money,
} from '#platform/kernel';

export class NeedNotFoundError extends NotFoundError {
  override readonly code = 'NEED_NOT_FOUND';
  constructor() {
    super('needs.notFound');
  }
}

/** Requests for co-maintainers are told of one project at a time. */
export class ProjectRequiredError extends ValidationError {
  override readonly code = 'PROJECT_REQUIRED';
  constructor() {
    super('needs.projectRequired', {}, ['projectId']);
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

export class PayeeNotFoundError extends NotFoundError {
  override readonly code = 'PAYEE_NOT_FOUND';
  constructor() {
    super('needs.payeeNotFound');
  }
}

/** A host is paid on behalf of a project only while it keeps the project's money. */
export class HostNotOfProjectError extends InvalidStateError {
  override readonly code = 'HOST_NOT_OF_PROJECT';
  constructor() {
    super('needs.hostNotOfProject', {}, ['payees']);
  }
}

export class PayeeTwiceError extends ConflictError {
  override readonly code = 'PAYEE_TWICE';
  constructor() {
    super('needs.payeeTwice');
  }
}

/** Whoever pledged relied on who is paid. */
export class PayeesFixedError extends InvalidStateError {
  override readonly code = 'PAYEES_FIXED';
  constructor() {
    super('needs.payeesFixed');
  }
}

export class PayeesNotAcceptedError extends InvalidStateError {
  override readonly code = 'PAYEES_NOT_ACCEPTED';
  constructor() {
    super('needs.payeesNotAccepted');
  }
}
