import { ConflictError, ForbiddenError } from '#platform/kernel';

/** Whoever asks for something does not approve it; also a rule of the database. */
export class SeparationOfDutiesError extends ForbiddenError {
  override readonly code = 'SEPARATION_OF_DUTIES';
  constructor() {
    super('approvals.separationOfDuties');
  }
}

/** What is approved now is not what was shown when the approval was asked for. */
export class ApprovalStaleError extends ConflictError {
  override readonly code = 'APPROVAL_STALE';
  constructor() {
    super('approvals.stale');
  }
}

export class AlreadyDecidedError extends ConflictError {
  override readonly code = 'ALREADY_DECIDED';
  constructor() {
    super('approvals.alreadyDecided');
  }
}
