import { sha256Hex } from '#platform/kernel';
import type { SeatKind } from './pool-member.states.js';

/** How many seats of a kind a project can have filled from the pool. */
export const SEATS: Readonly<Record<SeatKind, number>> = { STEWARD: 3, REVIEWER: 2 };

/** So often in a year those who speak for a project may refuse whom the pool has drawn: who could go on would pick. */
export const MOST_REFUSALS = 3;

/** A skill narrows a draw only where so many have it. */
export const LEAST_WITH_SKILL = 5;

/** Somebody who could sit. */
export interface Drawable {
  readonly memberId: string;
  readonly personId: string;
}

/**
 * Whom the pool draws: the lowest SHA-256 of the draw and the member. Whoever knows the draw can check it, and nobody can steer it:
 * its id is made when it is drawn.
 */
export function drawn(drawId: string, members: readonly Drawable[], count: number): readonly Drawable[] {
  const placed = members.map((member) => ({ member, place: sha256Hex(`${drawId} ${member.memberId}`) }));
  placed.sort((one, other) => (one.place < other.place ? -1 : 1));
  return placed.slice(0, Math.max(0, count)).map(({ member }) => member);
}
