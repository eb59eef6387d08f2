import { ConflictError, LimitError, NotFoundError } from '#platform/kernel';

export class PoolMemberNotFoundError extends NotFoundError {
  override readonly code = 'POOL_MEMBER_NOT_FOUND';
  constructor() {
    super('vetting.poolMemberNotFound');
  }
}

export class PoolMemberExistsError extends ConflictError {
  override readonly code = 'POOL_MEMBER_EXISTS';
  constructor() {
    super('vetting.poolMemberExists');
  }
}

export class SeatOfferNotFoundError extends NotFoundError {
  override readonly code = 'SEAT_OFFER_NOT_FOUND';
  constructor() {
    super('vetting.seatOfferNotFound');
  }
}

export class SeatNotFoundError extends NotFoundError {
  override readonly code = 'SEAT_NOT_FOUND';
  constructor() {
    super('vetting.seatNotFound');
  }
}

export class SeatsFilledError extends ConflictError {
  override readonly code = 'SEATS_FILLED';
  constructor(seats: number) {
    super('vetting.seatsFilled', { seats });
  }
}

export class NobodyToDrawError extends ConflictError {
  override readonly code = 'NOBODY_TO_DRAW';
  constructor() {
    super('vetting.nobodyToDraw');
  }
}

export class TooManyRefusalsError extends LimitError {
  override readonly code = 'TOO_MANY_REFUSALS';
  constructor(limit: number) {
    super('vetting.tooManyRefusals', { limit });
  }
}
