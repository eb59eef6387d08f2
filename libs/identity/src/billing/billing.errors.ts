import { InvalidStateError, ValidationError } from '#platform/kernel';

export class InvalidVatIdError extends ValidationError {
  override readonly code = 'INVALID_VAT_ID';
  constructor() {
    super('identity.invalidVatId', {}, ['vatId']);
  }
}

/** Nobody can be invoiced who has not said to whom. */
export class BillingDetailsMissingError extends InvalidStateError {
  override readonly code = 'BILLING_DETAILS_MISSING';
  constructor() {
    super('identity.billingDetailsMissing');
  }
}
