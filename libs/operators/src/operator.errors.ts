import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError, ValidationError } from '#platform/kernel';

export class MissingOperatorRightError extends ForbiddenError {
  override readonly code = 'MISSING_OPERATOR_RIGHT';
  constructor() {
    super('operators.missingRight');
  }
}

/** For "does not exist" and "not yours to see" alike. */
export class OperatorProposalNotFoundError extends NotFoundError {
  override readonly code = 'OPERATOR_PROPOSAL_NOT_FOUND';
  constructor() {
    super('operators.proposalNotFound');
  }
}

export class OperatorGrantNotFoundError extends NotFoundError {
  override readonly code = 'OPERATOR_GRANT_NOT_FOUND';
  constructor() {
    super('operators.grantNotFound');
  }
}

export class OperatorProposalOpenError extends ConflictError {
  override readonly code = 'OPERATOR_PROPOSAL_OPEN';
  constructor() {
    super('operators.proposalOpen');
  }
}

/** The first administrator's right has no end, so there is nothing to extend. */
export class OperatorRightHeldError extends ConflictError {
  override readonly code = 'OPERATOR_RIGHT_HELD';
  constructor() {
    super('operators.rightHeld');
  }
}

export class InvalidOperatorTermError extends ValidationError {
  override readonly code = 'INVALID_OPERATOR_TERM';
  constructor(maximumDays: number) {
    super('operators.invalidTerm', { maximumDays }, ['expiresAt']);
  }
}

/** It has run out, or whoever proposed it is an administrator of operators no longer. */
export class OperatorProposalStaleError extends InvalidStateError {
  override readonly code = 'OPERATOR_PROPOSAL_STALE';
  constructor() {
    super('operators.proposalStale');
  }
}

export class LastOperatorAdminError extends InvalidStateError {
  override readonly code = 'LAST_OPERATOR_ADMIN';
  constructor() {
    super('operators.lastAdmin');
  }
}

/** Whoever holds the machine makes the first administrator, and no second one. */
export class OperatorsExistError extends ConflictError {
  override readonly code = 'OPERATORS_EXIST';
  constructor() {
    super('operators.exist');
  }
}
