import type { SignalName } from '#libs/catalog';
import {
  activitySignal,
  advisoriesSignal,
  organisationsSignal,
  peopleSignal,
  postureSignal,
  publishersSignal,
  replySignal,
  type FragilitySignal,
} from './fragility.js';
import { SCORE_1 } from './score-1.js';
import type { ScoreTerm } from './scores/project-scores.js';

/** One thing that would make a project less fragile, and by how much. */
export interface WhatIf {
  readonly signal: FragilitySignal;
  /** The figure as it is, and as it would be. */
  readonly from: number;
  readonly to: number;
  /** By how much F would fall, above 0. */
  readonly lowersFragilityBy: number;
}

interface Change {
  /** The stored figure that a step changes; flags stand behind a signal too, and no step changes them. */
  readonly figure: SignalName;
  /** The figure one step on; null when there is no step. */
  readonly next: (figure: number) => number | null;
  readonly signalOf: (figure: number) => number;
}

const more = (figure: number): number => figure + 1;
const RULE = SCORE_1.fragility;

/** The step that somebody could really take next: one more person, one mended advisory, an answer in time. */
const CHANGES: Readonly<Record<FragilitySignal, Change>> = {
  people: { figure: 'contributorAbsenceFactor', next: more, signalOf: peopleSignal },
  publishers: { figure: 'publishers', next: more, signalOf: publishersSignal },
  organisations: { figure: 'organisations', next: more, signalOf: organisationsSignal },
  activity: { figure: 'monthsSinceActivity', next: () => 0, signalOf: activitySignal },
  reply: { figure: 'medianReplyDays', next: () => RULE.replyDays.prompt, signalOf: replySignal },
  posture: {
    figure: 'postureScore',
    next: (score) => (score < 10 ? Math.min(10, score + 1) : null),
    signalOf: postureSignal,
  },
  advisories: {
    figure: 'unfixedAdvisories',
    next: (count) => (count > 0 ? count - 1 : null),
    signalOf: advisoriesSignal,
  },
  fundingGap: { figure: 'incomeShare', next: () => 1, signalOf: (share) => 1 - Math.min(1, share) },
};

/**
 * What would help a project, most first: each signal moved by one step, all others as they are. Of a signal that is missing
 * nothing can be said.
 */
export function whatIfs(terms: readonly ScoreTerm[]): readonly WhatIf[] {
  const divisor = terms.reduce<number>((sum, { weight }) => sum + weight, SCORE_1.prior.weight);
  const effects = terms.flatMap(({ signal, weight, value, origin, figure: from }): WhatIf[] => {
    if (!isFragilitySignal(signal) || CHANGES[signal].figure !== origin) return [];
    const to = CHANGES[signal].next(from);
    if (to === null) return [];
    const lowersFragilityBy = (weight * (value - CHANGES[signal].signalOf(to))) / divisor;
    return lowersFragilityBy > 0 ? [{ signal, from, to, lowersFragilityBy }] : [];
  });
  return effects.sort(
    (left, right) => right.lowersFragilityBy - left.lowersFragilityBy || (left.signal < right.signal ? -1 : 1),
  );
}

function isFragilitySignal(signal: string): signal is FragilitySignal {
  return Object.hasOwn(CHANGES, signal);
}
