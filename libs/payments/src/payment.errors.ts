import { ConflictError, NotFoundError } from '#platform/kernel';

export class PaymentNotFoundError extends NotFoundError {
  override readonly code = 'PAYMENT_NOT_FOUND';
  constructor() {
    super('payments.notFound');
  }
}

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
