import type { RankableNeed } from '#libs/needs';
import { DAY_MS } from '#platform/kernel';
import { coarseFragility } from '../fragility-band.js';
import { needFit } from '../need-fit.js';
import { priorityPoints, projectPoints } from '../priority.js';
import { SCORE_1 } from '../score-1.js';

/** What an organisation's ranking is made under. */
export interface RankingTerms {
  /** Kinds of needs that it funds, the one it cares for most first. */
  readonly needKinds: readonly string[];
  /** Whether it may know fragility in full; others are ranked by bands. */
  readonly isCleared: boolean;
  /** The beginning of the day that deadlines are counted from. */
  readonly day: Date;
}

/** Value and confidence of a stored score. */
export interface Judged {
  readonly value: number;
  readonly confidence: number;
}

export interface Standing {
  readonly criticality: Judged;
  readonly fragility: Judged;
}

/** A project without stored scores: nothing is known of it. */
const NOTHING_KNOWN: Judged = { value: SCORE_1.prior.value, confidence: 0 };
export const UNKNOWN_STANDING: Standing = { criticality: NOTHING_KNOWN, fragility: NOTHING_KNOWN };

/** A row of `need_ranking` without its organisation. */
export interface RankingRow {
  readonly needId: string;
  readonly projectId: string;
  readonly points: number;
  readonly exposure: number;
  readonly remainingMinor: bigint;
  readonly fit: readonly number[];
}

/** Points of a project for an organisation, before any need: 0 to 90. */
export function exposedPoints(
  exposure: number,
  standing: Standing,
  { isCleared }: Pick<RankingTerms, 'isCleared'>,
): number {
  return projectPoints({ exposure, ...judgedFor(standing, isCleared) });
}

/** How an organisation stands on the project of a need, and on the need itself. */
export interface Stake {
  /** Above 0. */
  readonly exposure: number;
  /** What the organisation itself has in the sums of the need, in minor units. */
  readonly ownMinor: bigint;
}

/** The place of one need in one organisation's ranking, pure. */
export function rankingRow(
  need: RankableNeed,
  { exposure, ownMinor }: Stake,
  standing: Standing,
  terms: RankingTerms,
): RankingRow {
  const goal = BigInt(need.goalMinor);
  const pledged = BigInt(need.pledgedMinor);
  const fit = needFit({
    needType: need.kind,
    policyTypes: terms.needKinds,
    // Only somebody whose control of the repository was checked can post a need, and may have lost it since.
    verification: need.isVerified ? 'identityAndRepository' : 'none',
    daysLeft: need.deadline === null ? null : (need.deadline.getTime() - terms.day.getTime()) / DAY_MS,
    // Momentum is what others do: the own money would make a need look the better the more one has given.
    pledgedShare: Number(((pledged - ownMinor) * 10_000n) / goal) / 10_000,
    isFullyPledged: pledged >= goal,
  });
  return {
    needId: need.id,
    projectId: need.projectId,
    points: priorityPoints({ exposure, ...judgedFor(standing, terms.isCleared), needFit: fit }),
    exposure,
    remainingMinor: goal - pledged,
    fit: fit.terms.map(({ value }) => value),
  };
}

function judgedFor({ criticality, fragility }: Standing, isCleared: boolean) {
  return { criticality, fragility: isCleared ? fragility : coarseFragility(fragility) };
}
