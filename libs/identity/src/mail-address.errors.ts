import { LimitError, NotFoundError, ValidationError } from '#platform/kernel';

export class InvalidMailAddressError extends ValidationError {
  override readonly code = 'INVALID_MAIL_ADDRESS';
  constructor() {
    super('identity.invalidMailAddress', {}, ['address']);
  }
}

/** Otherwise the confirmation would be a way to fill the mailbox of somebody else. */
export class MailAddressTooSoonError extends LimitError {
  override readonly code = 'MAIL_ADDRESS_TOO_SOON';
  constructor(seconds: number) {
    super('identity.mailAddressTooSoon', { seconds });
  }
}

export class MailConfirmationNotFoundError extends NotFoundError {
  override readonly code = 'MAIL_CONFIRMATION_NOT_FOUND';
  constructor() {
    super('identity.mailConfirmationNotFound');
  }
}
