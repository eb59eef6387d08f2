import { ConflictError, InvalidStateError, NotFoundError } from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class PledgeNotFoundError extends NotFoundError {
  override readonly code = 'PLEDGE_NOT_FOUND';
  constructor() {
    super('pledges.notFound');
  }
}

export class NotApprovedError extends InvalidStateError {
  override readonly code = 'NOT_APPROVED';
  constructor() {
    super('pledges.notApproved');
  }
}

/** Another sum than the promised one has arrived; a person has to look. */
export class AmountDiffersError extends ConflictError {
  override readonly code = 'AMOUNT_DIFFERS';
  constructor() {
    super('pledges.amountDiffers');
  }
}

/** An installation that names no bank account can be paid nothing there. */
export class BankNotOfferedError extends InvalidStateError {
  override readonly code = 'BANK_NOT_OFFERED';
  constructor() {
    super('pledges.bankNotOffered', {}, ['method']);
  }
}

/** What is paid later is paid while nobody of the payer is there; not every way can be. */
export class ChargeTimeNotOfferedError extends InvalidStateError {
  override readonly code = 'CHARGE_TIME_NOT_OFFERED';
  constructor() {
    super('pledges.chargeTimeNotOffered', {}, ['chargeTime']);
  }
}

/** A line of an allocation run ends with its run. */
export class LineOfRunError extends InvalidStateError {
  override readonly code = 'LINE_OF_RUN';
  constructor() {
    super('pledges.lineOfRun');
  }
}

/** A tranche is taken back with its commitment. */
export class TrancheOfCommitmentError extends InvalidStateError {
  override readonly code = 'TRANCHE_OF_COMMITMENT';
  constructor() {
    super('pledges.trancheOfCommitment');
  }
}
