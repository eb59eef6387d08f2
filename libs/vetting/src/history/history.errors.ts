import { ConflictError, ForbiddenError, LimitError, NotFoundError, ValidationError } from '#platform/kernel';

/** A history is handed in and looked at by those who speak for a project, and by its stewards and reviewers. */
export class HistoryNotYoursError extends NotFoundError {
  override readonly code = 'HISTORY_NOT_YOURS';
  constructor() {
    super('vetting.historyNotYours');
  }
}

/** Whoever asks for a scope adds nothing to what the request is judged by, and clears nothing of it. */
export class OwnHistoryError extends ForbiddenError {
  override readonly code = 'OWN_HISTORY';
  constructor() {
    super('vetting.ownHistory');
  }
}

export class HistoryUploadNotFoundError extends NotFoundError {
  override readonly code = 'HISTORY_UPLOAD_NOT_FOUND';
  constructor() {
    super('vetting.historyUploadNotFound');
  }
}

export class CoverageInFutureError extends ValidationError {
  override readonly code = 'COVERAGE_IN_FUTURE';
  constructor() {
    super('vetting.coverageInFuture', {}, ['coveredUntil']);
  }
}

export class HistoryTooLongError extends LimitError {
  override readonly code = 'HISTORY_TOO_LONG';
  constructor(events: number, limit: number) {
    super('vetting.historyTooLong', { events, limit });
  }
}

export class HistoryNameNotFoundError extends NotFoundError {
  override readonly code = 'HISTORY_NAME_NOT_FOUND';
  constructor() {
    super('vetting.historyNameNotFound');
  }
}

/** A name is shown to be one's own by an address that is confirmed, or by an account that is linked. */
export class HistoryNameUnprovenError extends ForbiddenError {
  override readonly code = 'HISTORY_NAME_UNPROVEN';
  constructor() {
    super('vetting.historyNameUnproven');
  }
}

export class HistoryNameTakenError extends ConflictError {
  override readonly code = 'HISTORY_NAME_TAKEN';
  constructor() {
    super('vetting.historyNameTaken');
  }
}
