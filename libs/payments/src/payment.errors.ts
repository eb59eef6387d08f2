import { ConflictError, NotFoundError } from '#platform/kernel';

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
