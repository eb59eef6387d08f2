import { topic } from './topic.js';

/** A timer: an approval that nobody has decided on at this time ends. */
export const approvalExpiryDue = topic<{ approvalId: string }>('approvals.expiry_due', 1);
