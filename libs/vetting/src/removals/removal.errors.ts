import { ConflictError, InvalidStateError, NotFoundError } from '#platform/kernel';

/** One motion about one scope at a time. */
export class RemovalOpenError extends ConflictError {
  override readonly code = 'ROLE_REMOVAL_OPEN';
  constructor() {
    super('vetting.removalOpen');
  }
}

export class RemovalNotFoundError extends NotFoundError {
  override readonly code = 'ROLE_REMOVAL_NOT_FOUND';
  constructor() {
    super('vetting.removalNotFound');
  }
}

/** Nobody takes a scope from somebody alone. */
export class RemovalRollTooSmallError extends InvalidStateError {
  override readonly code = 'ROLE_REMOVAL_ROLL_TOO_SMALL';
  constructor(least: number) {
    super('vetting.removalRollTooSmall', { least });
  }
}
