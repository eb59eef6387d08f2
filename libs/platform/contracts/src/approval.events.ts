import { topic } from './topic.js';

/** A timer: an approval that nobody has decided on at this time ends. */
export const approvalExpiryDue = topic<{ approvalId: string }>('approvals.expiry_due', 1);

/** People of an organisation with one of the roles have to decide on something. */
export const approvalWaiting = topic<{
  subjectType: string;
  subjectId: string;
  organisationId: string;
  requestedBy: string;
  roles: readonly string[];
}>('approvals.waiting', 1);
