import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError, ValidationError } from '#platform/kernel';

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

/** The project has no place for this proof: no own domain, or another host of code. */
export class ClaimMethodNotOfferedError extends ValidationError {
  override readonly code = 'CLAIM_METHOD_NOT_OFFERED';
  constructor() {
    super('catalog.methodNotOffered', {}, ['method']);
  }
}

/** A claim of the same person was contested and dismissed within the last 90 days. */
export class ClaimRejectedError extends InvalidStateError {
  override readonly code = 'CLAIM_REJECTED';
  constructor() {
    super('catalog.claimRejected');
  }
}

export class ContestTimeOverError extends InvalidStateError {
  override readonly code = 'CONTEST_TIME_OVER';
  constructor() {
    super('catalog.contestTimeOver');
  }
}

/** An operator who claims or maintains the project decides nothing about it. */
export class OwnClaimError extends ForbiddenError {
  override readonly code = 'OWN_CLAIM';
  constructor() {
    super('catalog.ownClaim');
  }
}

export class SignalNotFoundError extends NotFoundError {
  override readonly code = 'SIGNAL_NOT_FOUND';
  constructor() {
    super('catalog.signalNotFound', {}, ['signal']);
  }
}

/** A contest of this figure is open already. */
export class SignalContestedError extends ConflictError {
  override readonly code = 'SIGNAL_CONTESTED';
  constructor() {
    super('catalog.signalContested');
  }
}

export class ContestNotFoundError extends NotFoundError {
  override readonly code = 'SIGNAL_CONTEST_NOT_FOUND';
  constructor() {
    super('catalog.contestNotFound');
  }
}

/** An operator who maintains the project decides nothing about its figures. */
export class OwnProjectError extends ForbiddenError {
  override readonly code = 'OWN_PROJECT';
  constructor() {
    super('catalog.ownProject');
  }
}

export class PackageNotOfProjectError extends NotFoundError {
  override readonly code = 'PACKAGE_NOT_OF_PROJECT';
  constructor() {
    super('catalog.packageNotOfProject', {}, ['packageUrl']);
  }
}
