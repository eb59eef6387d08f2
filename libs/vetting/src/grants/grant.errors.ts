import { ConflictError, ForbiddenError, InvalidStateError, ValidationError } from '#platform/kernel';
import type { Refused } from '../guards/guard.js';

function dateText(at: number): string {
  return new Date(at).toISOString();
}

/** A guard of the catalogue says no; its verdict says why, from when on, and who can act. */
export class GuardClosedError extends InvalidStateError {
  override readonly code = 'GUARD_CLOSED';
  constructor(readonly verdict: Refused) {
    const { guard, reason, earliest, whoCanAct } = verdict;
    super(`vetting.guard.${reason}`, {
      guard,
      reason,
      whoCanAct: whoCanAct.join(', '),
      ...(earliest === null ? {} : { earliest: dateText(earliest) }),
    });
  }
}

/** The person may see it, and it is for others to act. */
export class ActorNotEntitledError extends ForbiddenError {
  override readonly code = 'ACTOR_NOT_ENTITLED';
  constructor(rule: string) {
    super('vetting.actorNotEntitled', { rule });
  }
}

export class WaitNotOverError extends InvalidStateError {
  override readonly code = 'WAIT_NOT_OVER';
  constructor(readonly earliest: number) {
    super('vetting.waitNotOver', { earliest: dateText(earliest) });
  }
}

export class TimeOverError extends InvalidStateError {
  override readonly code = 'TIME_OVER';
  constructor(until: number) {
    super('vetting.timeOver', { until: dateText(until) });
  }
}

/** A hold stops what gives more rights; what is held stays as it is. */
export class RiskHoldError extends InvalidStateError {
  override readonly code = 'RISK_HOLD';
  constructor() {
    super('vetting.riskHold');
  }
}

export class NoRiskHoldError extends InvalidStateError {
  override readonly code = 'NO_RISK_HOLD';
  constructor() {
    super('vetting.noRiskHold');
  }
}

/** A clock that was set back must not shorten a wait. */
export class TimeRunsBackError extends ConflictError {
  override readonly code = 'TIME_RUNS_BACK';
  constructor(last: number) {
    super('vetting.timeRunsBack', { last: dateText(last) });
  }
}

/** The short path is for T3, the long one for all others. */
export class WrongTierPathError extends InvalidStateError {
  override readonly code = 'WRONG_TIER_PATH';
  constructor(tier: string) {
    super('vetting.wrongTierPath', { tier });
  }
}

/** One person counts once, by whatever name. */
export class AlreadySignedError extends ConflictError {
  override readonly code = 'ALREADY_SIGNED';
  constructor() {
    super('vetting.alreadySigned');
  }
}

export class WrittenReasonMissingError extends ValidationError {
  override readonly code = 'WRITTEN_REASON_MISSING';
  constructor(field: string) {
    super('vetting.writtenReasonMissing', {}, [field]);
  }
}

export class LastAdminHolderError extends ConflictError {
  override readonly code = 'LAST_ADMIN_HOLDER';
  constructor() {
    super('vetting.lastAdminHolder');
  }
}

export class NotDecidedError extends InvalidStateError {
  override readonly code = 'NOT_DECIDED';
  constructor() {
    super('vetting.notDecided');
  }
}

/** The forge has to refuse the trigger of a release as its approver before anybody may hold RELEASE. */
export class SelfReviewPossibleError extends InvalidStateError {
  override readonly code = 'SELF_REVIEW_POSSIBLE';
  constructor() {
    super('vetting.selfReviewPossible');
  }
}
