/** UNKNOWN: nothing says that it is cared for, and nothing that it is not. */
export type Upkeep = 'MAINTAINED' | 'UNKNOWN' | 'UNMAINTAINED';

export const UPKEEP_EVIDENCE = [
  'MAINTAINER_HERE',
  'CONFIRMED_STABLE',
  'ARCHIVED',
  'ALL_PACKAGES_DEPRECATED',
  'INACTIVE',
  'ACTIVE',
] as const;
type UpkeepEvidence = (typeof UPKEEP_EVIDENCE)[number];

/** What there is to do about a project that nobody maintains, the first thing first. */
export const UPKEEP_ADVICE = ['ADOPT', 'SUPPORT', 'MIGRATE'] as const;
type UpkeepAdvice = (typeof UPKEEP_ADVICE)[number];

/** Null is "not known", and never "no" or zero. */
export interface UpkeepSignals {
  readonly isArchived: boolean | null;
  /** One entry for each package of the project. */
  readonly deprecated: readonly (boolean | null)[];
  /** Since the last commit or release by a human. */
  readonly monthsSinceActivity: number | null;
  /** Somebody who maintains it here said within twelve months that it is finished, stable and still maintained. */
  readonly isConfirmedStable: boolean;
}

export interface UpkeepJudgement {
  readonly upkeep: Upkeep;
  /** What it rests on; empty for UNKNOWN. */
  readonly evidence: readonly UpkeepEvidence[];
  readonly advice: readonly UpkeepAdvice[];
}

/** From then on the activity signal of the fragility is at its most (matching, 2.3). */
const INACTIVE_MONTHS = 24;

/**
 * Whether somebody cares for a project. A person who speaks for it here is more than any figure; a repository that is archived,
 * or a project of which every package is deprecated, says so itself.
 */
export function upkeepOf(
  signals: UpkeepSignals,
  { hasMaintainer }: { readonly hasMaintainer: boolean },
): UpkeepJudgement {
  const { isArchived, deprecated, monthsSinceActivity: idle, isConfirmedStable } = signals;
  const caring: UpkeepEvidence[] = [];
  if (hasMaintainer) caring.push('MAINTAINER_HERE');
  if (isConfirmedStable) caring.push('CONFIRMED_STABLE');
  if (caring.length > 0) return { upkeep: 'MAINTAINED', evidence: caring, advice: [] };
  const neglect: UpkeepEvidence[] = [];
  if (isArchived === true) neglect.push('ARCHIVED');
  if (deprecated.length > 0 && deprecated.every((value) => value === true)) neglect.push('ALL_PACKAGES_DEPRECATED');
  if (idle !== null && idle >= INACTIVE_MONTHS) neglect.push('INACTIVE');
  if (neglect.length > 0) return { upkeep: 'UNMAINTAINED', evidence: neglect, advice: UPKEEP_ADVICE };
  if (idle !== null) return { upkeep: 'MAINTAINED', evidence: ['ACTIVE'], advice: [] };
  return { upkeep: 'UNKNOWN', evidence: [], advice: [] };
}
