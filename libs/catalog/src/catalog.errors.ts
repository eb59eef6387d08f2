import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '#platform/kernel';

export class ProjectNotFoundError extends NotFoundError {
  override readonly code = 'PROJECT_NOT_FOUND';
  constructor() {
    super('catalog.projectNotFound');
  }
}

export class ClaimNotFoundError extends NotFoundError {
  override readonly code = 'CLAIM_NOT_FOUND';
  constructor() {
    super('catalog.claimNotFound');
  }
}

export class ClaimExistsError extends ConflictError {
  override readonly code = 'CLAIM_EXISTS';
  constructor() {
    super('catalog.claimExists');
  }
}

export class UnsupportedHostError extends ValidationError {
  override readonly code = 'UNSUPPORTED_HOST';
  constructor() {
    super('catalog.unsupportedHost');
  }
}

export class NotMaintainerError extends ForbiddenError {
  override readonly code = 'NOT_MAINTAINER';
  constructor() {
    super('catalog.notMaintainer');
  }
}
