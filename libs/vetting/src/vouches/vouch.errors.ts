import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError } from '#platform/kernel';

export class VoucherNotEntitledError extends ForbiddenError {
  override readonly code = 'VOUCHER_NOT_ENTITLED';
  constructor() {
    super('vetting.voucherNotEntitled');
  }
}

export class VouchExistsError extends ConflictError {
  override readonly code = 'VOUCH_EXISTS';
  constructor() {
    super('vetting.vouchExists');
  }
}

export class VouchNotFoundError extends NotFoundError {
  override readonly code = 'VOUCH_NOT_FOUND';
  constructor() {
    super('vetting.vouchNotFound');
  }
}

/** Whoever vouches for everybody vouches for nobody. */
export class TooManyVouchesError extends InvalidStateError {
  override readonly code = 'TOO_MANY_VOUCHES';
  constructor(limit: number) {
    super('vetting.tooManyVouches', { limit });
  }
}
