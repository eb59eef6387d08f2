import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError } from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class StandingOfferNotFoundError extends NotFoundError {
  override readonly code = 'STANDING_OFFER_NOT_FOUND';
  constructor() {
    super('offers.offerNotFound');
  }
}

export class StandingOfferExistsError extends ConflictError {
  override readonly code = 'STANDING_OFFER_EXISTS';
  constructor() {
    super('offers.offerExists', {}, ['projectId']);
  }
}

/** Nothing has to wait for what is there. */
export class ProjectHasNeedError extends InvalidStateError {
  override readonly code = 'PROJECT_HAS_NEED';
  constructor(title: string) {
    super('offers.projectHasNeed', { title }, ['projectId']);
  }
}

/** For "does not exist", "not yours" and "has ended" alike. */
export class AdoptionCallNotFoundError extends NotFoundError {
  override readonly code = 'ADOPTION_CALL_NOT_FOUND';
  constructor() {
    super('offers.callNotFound');
  }
}

export class AdoptionCallExistsError extends ConflictError {
  override readonly code = 'ADOPTION_CALL_EXISTS';
  constructor() {
    super('offers.callExists', {}, ['projectId']);
  }
}

export class AlreadyAnsweredError extends ConflictError {
  override readonly code = 'ALREADY_ANSWERED';
  constructor() {
    super('offers.alreadyAnswered');
  }
}

/** Whether a project is maintained is for those who see all of its signals. */
export class ExposureNotClearedError extends ForbiddenError {
  override readonly code = 'EXPOSURE_NOT_CLEARED';
  constructor() {
    super('offers.notCleared');
  }
}

export class NotADependencyError extends InvalidStateError {
  override readonly code = 'NOT_A_DEPENDENCY';
  constructor() {
    super('offers.notADependency', {}, ['projectId']);
  }
}

export class NotUnmaintainedError extends InvalidStateError {
  override readonly code = 'PROJECT_NOT_UNMAINTAINED';
  constructor() {
    super('offers.notUnmaintained', {}, ['projectId']);
  }
}

export class DependencyAlertNotFoundError extends NotFoundError {
  override readonly code = 'DEPENDENCY_ALERT_NOT_FOUND';
  constructor() {
    super('offers.alertNotFound');
  }
}
