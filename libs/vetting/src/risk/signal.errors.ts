import { InvalidStateError, NotFoundError } from '#platform/kernel';

export class SignalNotFoundError extends NotFoundError {
  override readonly code = 'RISK_SIGNAL_NOT_FOUND';
  constructor() {
    super('vetting.signalNotFound');
  }
}

export class SignalClearedError extends InvalidStateError {
  override readonly code = 'RISK_SIGNAL_CLEARED';
  constructor() {
    super('vetting.signalCleared');
  }
}
