import { ConflictError, InvalidStateError, NotFoundError } from '#platform/kernel';
import type { ErasureObstacle } from './erasure-obstacles.js';

/** The first obstacle is explained; the others are asked again once it is gone. */
export class ErasureBlockedError extends InvalidStateError {
  override readonly code = 'ERASURE_BLOCKED';
  constructor(obstacle: ErasureObstacle) {
    super(`identity.erasure.${obstacle}`);
  }
}

export class ErasureUnderWayError extends ConflictError {
  override readonly code = 'ERASURE_UNDER_WAY';
  constructor() {
    super('identity.erasureUnderWay');
  }
}

export class ErasureNotFoundError extends NotFoundError {
  override readonly code = 'ERASURE_NOT_FOUND';
  constructor() {
    super('identity.erasureNotFound');
  }
}
