import { ConflictError, NotFoundError, ValidationError } from '#platform/kernel';

export class InvalidDomainError extends ValidationError {
  override readonly code = 'INVALID_DOMAIN';
  constructor() {
    super('identity.invalidDomain', {}, ['domain']);
  }
}

export class DomainExistsError extends ConflictError {
  override readonly code = 'DOMAIN_EXISTS';
  constructor() {
    super('identity.domainExists', {}, ['domain']);
  }
}

export class DomainNotFoundError extends NotFoundError {
  override readonly code = 'DOMAIN_NOT_FOUND';
  constructor() {
    super('identity.domainNotFound');
  }
}
