import { topic } from './topic.js';

/** A timer: the clock of a grant ends at `dueAt` (ISO 8601). It is nothing to a grant whose clock is another one by then. */
export const roleGrantDue = topic<{ grantId: string; dueAt: string }>('vetting.role_grant_due', 1);
