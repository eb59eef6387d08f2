import { defineGuard, includesPerson, peopleOf, STRICT_TIERS, unknown, VETTED_TIERS } from './guard.js';

export interface RollFacts {
  /** Who may vote, as frozen when the comment period opened; null when that is not known. */
  readonly roll: readonly string[] | null;
  /** Null when nobody votes now. */
  readonly voter: string | null;
  /** Votes at the close; null before. */
  readonly votes: number | null;
}

/** How many voices a vote needs: the larger of a number and a share of the roll. */
export function quorumOf(
  rollSize: number,
  rule: { readonly quorumVotes: number; readonly quorumShare: number },
): number {
  return Math.max(rule.quorumVotes, Math.ceil(rule.quorumShare * rollSize));
}

export const G03 = defineGuard<RollFacts>({
  id: 'G03',
  title: 'Quorum and majority of a frozen roll',
  stops: 'voters added during a vote, and a decision by one tired person',
  costMinutes: 10,
  tiers: STRICT_TIERS,
  find: ({ roll, voter, votes }, { tier, policy, links }) => {
    const rule = policy.tiers[tier].vote;
    if (rule === null) return null;
    if (roll === null) return unknown('INCUMBENT', 'STEWARD');
    const size = peopleOf(roll, links).length;
    if (size < rule.quorumVotes) return { reason: 'ROLL_TOO_SMALL', whoCanAct: ['STEWARD', 'REVIEWER'] };
    if (voter !== null && !includesPerson(roll, voter, links))
      return { reason: 'NOT_ON_ROLL', whoCanAct: ['INCUMBENT'] };
    const isShort = votes !== null && votes < quorumOf(size, rule);
    return isShort ? { reason: 'QUORUM_MISSING', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

export interface ObjectionFacts {
  readonly isObjectionOpen: boolean;
  /** Somebody asks to see votes before the close. */
  readonly isOpenedEarly: boolean;
}

export const G04 = defineGuard<ObjectionFacts>({
  id: 'G04',
  title: 'Sealed ballots, and one objection stops the automatic path',
  stops: 'pressure on voters, and the silencing of one who doubts',
  costMinutes: 2,
  tiers: STRICT_TIERS,
  find: ({ isObjectionOpen, isOpenedEarly }) => {
    if (isObjectionOpen) return { reason: 'OBJECTION_OPEN', whoCanAct: ['STEWARD', 'REVIEWER'] };
    return isOpenedEarly ? { reason: 'VOTE_RUNNING', whoCanAct: [] } : null;
  },
});

export interface CommentFacts {
  /** When the duty to tell all incumbents and downstream subscribers was met; null when it is not shown. */
  readonly notifiedAt: number | null;
  readonly dueAt: number | null;
}

export const G05 = defineGuard<CommentFacts>({
  id: 'G05',
  title: 'Public comment after proven notification',
  stops: 'quiet promotion while everybody is away',
  costMinutes: 10,
  tiers: VETTED_TIERS,
  find: ({ notifiedAt, dueAt }, { at }) => {
    if (notifiedAt === null) return { reason: 'NOT_NOTIFIED', whoCanAct: ['SYSTEM'] };
    if (dueAt === null) return unknown('SYSTEM');
    return at < dueAt ? { reason: 'COMMENT_RUNNING', earliest: dueAt, whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

/** The questions that every report of a reviewer answers. */
export const REVIEW_QUESTIONS = ['reproducedBuilds', 'readDiffs', 'openSignals', 'benignExplanation'] as const;
export type ReviewAnswers = Readonly<Record<(typeof REVIEW_QUESTIONS)[number], string>>;

export interface ReviewFacts {
  readonly answers: Partial<ReviewAnswers> | null;
}

export const G28 = defineGuard<ReviewFacts>({
  id: 'G28',
  title: 'A report answers fixed questions',
  stops: 'the rubber stamp',
  costMinutes: 0,
  tiers: STRICT_TIERS,
  find: ({ answers }) =>
    REVIEW_QUESTIONS.every((question) => (answers?.[question] ?? '').trim() !== '')
      ? null
      : { reason: 'REVIEW_INCOMPLETE', whoCanAct: ['REVIEWER'] },
});
