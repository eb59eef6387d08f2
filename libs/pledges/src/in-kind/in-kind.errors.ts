import { ForbiddenError, LimitError, NotFoundError, ValidationError, formatMoney, type Money } from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class InKindNotFoundError extends NotFoundError {
  override readonly code = 'IN_KIND_NOT_FOUND';
  constructor() {
    super('pledges.inKindNotFound');
  }
}

/** Whoever gives does not say whether it arrived. */
export class OwnOfferError extends ForbiddenError {
  override readonly code = 'OWN_OFFER';
  constructor() {
    super('pledges.ownOffer');
  }
}

export class DeliveryAboveOfferError extends LimitError {
  override readonly code = 'DELIVERY_ABOVE_OFFER';
  constructor(due: Money) {
    super('pledges.deliveryAboveOffer', { due: formatMoney(due) }, ['amount']);
  }
}

/** A value that nobody can look up is a claim. */
export class ValueSourceMissingError extends ValidationError {
  override readonly code = 'VALUE_SOURCE_MISSING';
  constructor() {
    super('pledges.valueSourceMissing', {}, ['valueSource']);
  }
}

export class LapseDateInvalidError extends ValidationError {
  override readonly code = 'LAPSE_DATE_INVALID';
  constructor(days: number) {
    super('pledges.lapseDateInvalid', { days }, ['lapsesAt']);
  }
}
