import type { CommandOf, CommandType } from '../grants/grant-commands.js';
import type { GrantState } from '../grants/grant-state.js';
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

/** What the system asks of a grant again after each step, since it is done as soon as it can be. */
const SETTLING = {
  SUBMITTED: 'computeEligibility',
  VOTING: 'closeVote',
  PROVISIONING: 'confirmReadBack',
} as const satisfies Partial<Record<GrantStatus, CommandType>>;

type SettlingCommand = CommandOf<(typeof SETTLING)[keyof typeof SETTLING]>;

/** Null where nothing is to be done, or an owner decides. A vote that has its days is closed by its clock. */
export function commandToSettle({ status, frozen, wait }: GrantState, at: number): SettlingCommand | null {
  const isLeftAlone = frozen?.tier === 'T3' || (status === 'VOTING' && wait !== null && wait.fullMs > 0);
  const type = (SETTLING as Partial<Record<GrantStatus, SettlingCommand['type']>>)[status];
  return isLeftAlone || type === undefined ? null : { type, at, by: null };
}
