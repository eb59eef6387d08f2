import { ConflictError, ForbiddenError, ValidationError } from '#platform/kernel';

/** Whoever asks for something does not approve it; also a rule of the database. */
export class SeparationOfDutiesError extends ForbiddenError {
  override readonly code = 'SEPARATION_OF_DUTIES';
  constructor() {
    super('approvals.separationOfDuties');
  }
}

/** Whoever gains by something does not approve it. */
export class ApproverBenefitsError extends ForbiddenError {
  override readonly code = 'APPROVER_BENEFITS';
  constructor() {
    super('approvals.approverBenefits');
  }
}

/** A role that was given after the request was made does not count for it. */
export class RoleTooYoungError extends ForbiddenError {
  override readonly code = 'ROLE_TOO_YOUNG';
  constructor() {
    super('approvals.roleTooYoung');
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

export class DuplicateApprovalRuleError extends ValidationError {
  override readonly code = 'DUPLICATE_APPROVAL_RULE';
  constructor() {
    super('approvals.duplicateRule', {}, ['rules']);
  }
}
