import { ForbiddenError, InvalidStateError, NotFoundError, ValidationError } from '#platform/kernel';

/** Not a fault: the caller asks beginStepUp, lets a passkey answer, and sends the call again with the answer. */
export class StepUpRequiredError extends ForbiddenError {
  override readonly code = 'STEP_UP_REQUIRED';
  constructor(hasPasskey: boolean) {
    super(hasPasskey ? 'identity.stepUpRequired' : 'identity.stepUpNeedsPasskey', {}, ['stepUp']);
  }
}

/** One answer for everything that can be wrong: used, expired, of another session or action, or badly signed. */
export class StepUpInvalidError extends ForbiddenError {
  override readonly code = 'STEP_UP_INVALID';
  constructor() {
    super('identity.stepUpInvalid', {}, ['stepUp']);
  }
}

/** The operation has no protection, or its arguments cannot be read. */
export class StepUpUnknownActionError extends ValidationError {
  override readonly code = 'STEP_UP_UNKNOWN_ACTION';
  constructor(reason: string) {
    super('identity.stepUpUnknownAction', { reason }, ['arguments']);
  }
}

/** Guard G23: who has just changed how they prove who they are waits before deciding about others. */
export class DecisionsPausedError extends InvalidStateError {
  override readonly code = 'DECISIONS_PAUSED';
  constructor(until: Date) {
    super('identity.decisionsPaused', { until: until.toISOString() });
  }
}

export class PasskeyInvalidError extends ValidationError {
  override readonly code = 'PASSKEY_INVALID';
  constructor() {
    super('identity.passkeyInvalid', {}, ['credential']);
  }
}

export class PasskeyNotFoundError extends NotFoundError {
  override readonly code = 'PASSKEY_NOT_FOUND';
  constructor() {
    super('identity.passkeyNotFound');
  }
}

export class TooManyPasskeysError extends InvalidStateError {
  override readonly code = 'TOO_MANY_PASSKEYS';
  constructor(limit: number) {
    super('identity.tooManyPasskeys', { limit });
  }
}

export class RecoveryCodeInvalidError extends NotFoundError {
  override readonly code = 'RECOVERY_CODE_INVALID';
  constructor() {
    super('identity.recoveryCodeInvalid', {}, ['code']);
  }
}
