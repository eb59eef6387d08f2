import { ConflictError, InvalidStateError } from '#platform/kernel';

/** An account with a floor would have passed it: the money is not there, or not any more. */
export class InsufficientFundsError extends InvalidStateError {
  override readonly code = 'INSUFFICIENT_FUNDS';
  constructor() {
    super('ledger.insufficientFunds');
  }
}

/** The same business fact with other amounts: one of the two callers is wrong, and nothing is posted. */
export class LedgerMismatchError extends ConflictError {
  override readonly code = 'LEDGER_MISMATCH';
  constructor(idem: string) {
    super('ledger.mismatch', { idem });
  }
}
