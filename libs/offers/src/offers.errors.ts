import { ConflictError, InvalidStateError, NotFoundError } from '#platform/kernel';

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
