import { HOLDING_STATUSES, type GrantStatus } from './grant-status.js';

/** Statuses in which a scope is held, as the engine has them: a condition on a row of `role_grant`. */
export const HELD = isIn(HOLDING_STATUSES);

/** The scope is held, or was given back or fell asleep without blame. */
export const HELD_ONCE = isIn([...HOLDING_STATUSES, 'DORMANT', 'EMERITUS', 'EXPIRED']);

function isIn(statuses: readonly GrantStatus[]): string {
  return `status IN (${statuses.map((status) => `'${status}'`).join(', ')})`;
}
