import type { CommandOf, CommandType } from '../grants/grant-commands.js';
import type { GrantStatus } from '../grants/grant-status.js';

/** What the system asks of a grant when the clock of its status has run out. */
const WHEN_DUE = {
  SPONSORING: 'lapseSponsoring',
  COMMENT_PERIOD: 'openVote',
  VOTING: 'closeVote',
  APPROVED: 'lapseOffer',
  COOLING_OFF: 'endCoolingOff',
  ACTIVE: 'openRecertification',
  RECERT_DUE: 'markDormant',
  DORMANT: 'expire',
  SUSPENDED: 'lapseSuspension',
  ON_HOLD: 'expireHold',
} as const satisfies Partial<Record<GrantStatus, CommandType>>;

export type TimedCommand = CommandOf<(typeof WHEN_DUE)[keyof typeof WHEN_DUE]>;

/** Null where a clock that has run out leaves it to people: probation. */
export function commandWhenDue(status: GrantStatus, at: number): TimedCommand | null {
  const type = (WHEN_DUE as Partial<Record<GrantStatus, TimedCommand['type']>>)[status];
  return type === undefined ? null : { type, at, by: null };
}
