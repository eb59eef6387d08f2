import { ConflictError, InvalidStateError, NotFoundError } from '#platform/kernel';

export class AffiliationExistsError extends ConflictError {
  override readonly code = 'AFFILIATION_EXISTS';
  constructor() {
    super('vetting.affiliationExists');
  }
}

export class AffiliationNotFoundError extends NotFoundError {
  override readonly code = 'AFFILIATION_NOT_FOUND';
  constructor() {
    super('vetting.affiliationNotFound');
  }
}

export class TooManyAffiliationsError extends InvalidStateError {
  override readonly code = 'TOO_MANY_AFFILIATIONS';
  constructor(limit: number) {
    super('vetting.tooManyAffiliations', { limit });
  }
}
