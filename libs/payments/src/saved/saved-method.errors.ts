import { InvalidStateError, NotFoundError } from '#platform/kernel';

export class SavedMethodNotFoundError extends NotFoundError {
  override readonly code = 'SAVED_METHOD_NOT_FOUND';
  constructor() {
    super('payments.savedMethodNotFound');
  }
}

/** The organisation has no card that could be charged while nobody is there. */
export class SavedMethodMissingError extends InvalidStateError {
  override readonly code = 'SAVED_METHOD_MISSING';
  constructor() {
    super('payments.savedMethodMissing');
  }
}

/** Nobody can be asked to pay this: it is paid, ended, or not charged to a card. */
export class NothingToRetryError extends InvalidStateError {
  override readonly code = 'NOTHING_TO_RETRY';
  constructor() {
    super('payments.nothingToRetry');
  }
}
