import {
  ConflictError,
  ForbiddenError,
  InvalidStateError,
  NotFoundError,
  formatMoney,
  type Money,
  ValidationError,
} from '#platform/kernel';

export class RecipientExistsError extends ConflictError {
  override readonly code = 'RECIPIENT_EXISTS';
  constructor() {
    super('payments.recipientExists');
  }
}

export class RecipientNotFoundError extends NotFoundError {
  override readonly code = 'RECIPIENT_NOT_FOUND';
  constructor() {
    super('payments.recipientNotFound');
  }
}

export class PaymentNotFoundError extends NotFoundError {
  override readonly code = 'PAYMENT_NOT_FOUND';
  constructor() {
    super('payments.notFound');
  }
}

export class InvoiceNotFoundError extends NotFoundError {
  override readonly code = 'INVOICE_NOT_FOUND';
  constructor() {
    super('payments.invoiceNotFound');
  }
}

/** Nothing was paid above the invoice, or it was moved before. */
export class NothingOverpaidError extends InvalidStateError {
  override readonly code = 'NOTHING_OVERPAID';
  constructor() {
    super('payments.nothingOverpaid');
  }
}

export class BankEntryNotFoundError extends NotFoundError {
  override readonly code = 'BANK_ENTRY_NOT_FOUND';
  constructor() {
    super('payments.bankEntryNotFound');
  }
}

/** The line of the statement stands there already, or the payment or transfer has one. */
export class BankEntryExistsError extends ConflictError {
  override readonly code = 'BANK_ENTRY_EXISTS';
  constructor() {
    super('payments.bankEntryExists');
  }
}

/** Two people stand for each line, and neither of them is paid by it. */
export class BankEntrySameOperatorError extends ForbiddenError {
  override readonly code = 'BANK_ENTRY_SAME_OPERATOR';
  constructor() {
    super('payments.bankEntrySameOperator');
  }
}

export class BankAmountDiffersError extends ConflictError {
  override readonly code = 'BANK_AMOUNT_DIFFERS';
  constructor(expected: Money) {
    super('payments.bankAmountDiffers', { expected: formatMoney(expected) }, ['amount']);
  }
}

export class TransferNotByBankError extends InvalidStateError {
  override readonly code = 'TRANSFER_NOT_BY_BANK';
  constructor() {
    super('payments.transferNotByBank');
  }
}

export class BankDateInFutureError extends ValidationError {
  override readonly code = 'BANK_DATE_IN_FUTURE';
  constructor() {
    super('payments.bankDateInFuture', {}, ['bookedOn']);
  }
}

/** Where Stripe does not pay there is nothing to onboard at. */
export class NoOnboardingByBankError extends InvalidStateError {
  override readonly code = 'NO_ONBOARDING_BY_BANK';
  constructor() {
    super('payments.noOnboardingByBank');
  }
}
