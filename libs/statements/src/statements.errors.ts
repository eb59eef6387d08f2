import { ConflictError, LimitError, NotFoundError } from '#platform/kernel';

/** For a receipt of others as for one that does not exist. */
export class ReceiptNotFoundError extends NotFoundError {
  override readonly code = 'RECEIPT_NOT_FOUND';
  constructor() {
    super('statements.receiptNotFound');
  }
}

/** For somebody else's statement as for somebody who does not exist. */
export class StatementNotFoundError extends NotFoundError {
  override readonly code = 'STATEMENT_NOT_FOUND';
  constructor() {
    super('statements.notFound');
  }
}

/** Files hold a connection while they are read, so there are few at once. */
export class ExportsBusyError extends ConflictError {
  override readonly code = 'EXPORTS_BUSY';
  constructor(limit: number) {
    super('statements.exportsBusy', { limit });
  }
}

export class StatementTooLongError extends LimitError {
  override readonly code = 'STATEMENT_TOO_LONG';
  constructor(limit: number) {
    super('statements.tooLong', { limit });
  }
}

/** This installation keeps the key that signs away from the process that was asked. */
export class ReportsNotSignedError extends ConflictError {
  override readonly code = 'REPORTS_NOT_SIGNED';
  constructor() {
    super('statements.reportsNotSigned');
  }
}
