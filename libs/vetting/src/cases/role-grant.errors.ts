import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError } from '#platform/kernel';

export class RoleGrantNotFoundError extends NotFoundError {
  override readonly code = 'ROLE_GRANT_NOT_FOUND';
  constructor() {
    super('vetting.roleGrantNotFound');
  }
}

/** One request for one scope at a time, and none for what is held. */
export class RoleGrantOpenError extends ConflictError {
  override readonly code = 'ROLE_GRANT_OPEN';
  constructor() {
    super('vetting.roleGrantOpen');
  }
}

/** Which guards a request meets depends on the tier, so there is no request without one. */
export class TierNotKnownError extends InvalidStateError {
  override readonly code = 'TIER_NOT_KNOWN';
  constructor() {
    super('vetting.tierNotKnown');
  }
}

/** Consent is for whoever speaks for the project, and not for whoever asks. */
export class NotProjectOwnerError extends ForbiddenError {
  override readonly code = 'NOT_PROJECT_OWNER';
  constructor() {
    super('vetting.notProjectOwner');
  }
}
