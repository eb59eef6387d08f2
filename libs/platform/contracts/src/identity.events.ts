import { topic } from './topic.js';

/** A timer: an offer to hand an organisation over that is still open at this time ends. */
export const organisationTransferExpiryDue = topic<{ transferId: string }>(
  'identity.organisation_transfer_expiry_due',
  1,
);
/** Somebody entered a mail address; a link to confirm it is due. Nothing else is sent to it before. */
export const mailAddressEntered = topic<{ personId: string; confirmationId: string }>(
  'identity.mail_address_entered',
  1,
);

/** A confirmed address was replaced by another one. */
export const mailAddressChanged = topic<{ personId: string }>('identity.mail_address_changed', 1);

/** Whom an organisation wants to be invoiced as was said for the first time or anew. */
export const billingDetailsChanged = topic<{ organisationId: string }>('identity.billing_details_changed', 1);

/** Somebody is invited to an organisation by mail. */
export const memberInvited = topic<{ invitationId: string }>('identity.member_invited', 1);

/** What is told to a person whenever it happens to the account, wherever it happens. */
export const SECURITY_NOTICES = [
  'new_sign_in',
  'factor_added',
  'factor_removed',
  'token_created',
  'recovery_started',
  'sessions_ended',
  'erasure_requested',
  'erasure_blocked',
] as const;
export type SecurityNotice = (typeof SECURITY_NOTICES)[number];

/** Emit it in the transaction of the fact; the notice cannot be opted out of. */
export const securityNoticeDue = topic<{ personId: string; notice: SecurityNotice }>('identity.security_notice', 1);

/** Whether a domain is still that of its organisation is to be looked at. */
export const domainCheckDue = topic<{ domainId: string }>('identity.domain_check_due', 1);

/** A timer: a person who asked for it and has not taken it back is erased. */
export const erasureDue = topic<{ erasureId: string }>('identity.erasure_due', 1);

/** A person is gone, with the rows of these uploads; their files are still there. */
export const personErased = topic<{ personId: string; uploadIds: readonly string[] }>('identity.person_erased', 1);
