import { HOLDING_STATUSES } from './grant-status.js';

/** Statuses in which a scope is held, as the engine has them: a condition on a row of `role_grant`. */
export const HELD = `status IN (${HOLDING_STATUSES.map((status) => `'${status}'`).join(', ')})`;
