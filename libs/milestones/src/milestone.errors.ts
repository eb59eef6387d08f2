import {
  ConflictError,
  ForbiddenError,
  InvalidStateError,
  NotFoundError,
  ValidationError,
  formatMoney,
  type Money,
} from '#platform/kernel';

export class MilestoneNotFoundError extends NotFoundError {
  override readonly code = 'MILESTONE_NOT_FOUND';
  constructor() {
    super('milestones.notFound');
  }
}

export class PlanDoesNotSumError extends ValidationError {
  override readonly code = 'PLAN_DOES_NOT_SUM';
  constructor(sum: Money, goal: Money) {
    super('milestones.planDoesNotSum', { sum: formatMoney(sum), goal: formatMoney(goal) }, ['milestones']);
  }
}

export class NotFullyFundedError extends InvalidStateError {
  override readonly code = 'NOT_FULLY_FUNDED';
  constructor() {
    super('milestones.notFullyFunded');
  }
}

/** Payer, payee and reviewer are three. */
export class ReviewerConflictError extends ForbiddenError {
  override readonly code = 'CONFLICT_OF_INTEREST';
  constructor(conflict: string) {
    super(`milestones.conflict.${conflict}`);
  }
}

export class EvidenceNotReadyError extends InvalidStateError {
  override readonly code = 'EVIDENCE_NOT_READY';
  constructor() {
    super('milestones.evidenceNotReady');
  }
}

export class EmbargoDateError extends ValidationError {
  override readonly code = 'EMBARGO_DATE_INVALID';
  constructor(days: number) {
    super('milestones.embargoDate', { days }, ['embargoedUntil']);
  }
}

export class EvidenceReusedError extends ConflictError {
  override readonly code = 'EVIDENCE_REUSED';
  constructor() {
    super('milestones.evidenceReused');
  }
}

export class ReviewPoolGiftNotFoundError extends NotFoundError {
  override readonly code = 'REVIEW_POOL_GIFT_NOT_FOUND';
  constructor() {
    super('milestones.giftNotFound');
  }
}

/** The pool is fed by those who fund, not by those who are funded. */
export class NotPoolGiverError extends ForbiddenError {
  override readonly code = 'NOT_POOL_GIVER';
  constructor() {
    super('milestones.notPoolGiver');
  }
}

export class NotPayeeError extends ForbiddenError {
  override readonly code = 'NOT_PAYEE';
  constructor() {
    super('milestones.notPayee');
  }
}

/** What was handed in, or is cancelled, starts on no other day. */
export class MilestoneDoneError extends InvalidStateError {
  override readonly code = 'MILESTONE_DONE';
  constructor() {
    super('milestones.done');
  }
}
