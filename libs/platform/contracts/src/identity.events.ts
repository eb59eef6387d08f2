import { topic } from './topic.js';

/** A timer: an offer to hand an organisation over that is still open at this time ends. */
export const organisationTransferExpiryDue = topic<{ transferId: string }>(
  'identity.organisation_transfer_expiry_due',
  1,
);
