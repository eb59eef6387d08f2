import { SCORE_1, type Priority, type RankedRow } from '#libs/matching';
import { remaining } from '#libs/needs';
import { formatId } from '#platform/kernel';
import type { SeenNeed } from '../plan/inputs.js';

const MILLION = 1_000_000;

/** A need of the ranking as a run keeps it. */
export function seenNeed({ need, priority, exposure }: RankedRow): SeenNeed {
  const gap = remaining(need).minor;
  return {
    id: formatId('need', need.id),
    projectId: formatId('prj', need.projectId),
    kind: need.kind,
    currency: need.goal.currency,
    tenths: priority.tenths,
    tier: priority.tier,
    exposureMillionths: Math.floor(exposure * MILLION + 0.5),
    isOnePerson: isOnePerson(priority),
    goalMinor: need.goal.minor.toString(),
    gapMinor: (gap > 0n ? gap : 0n).toString(),
  };
}

/**
 * Whether half of the work is that of one person: the signal of people is then at its full value, and its points are to those
 * of the prior as its weight is to the prior's. Null without the signal, as for those who are told a band alone.
 */
function isOnePerson({ parts }: Priority): boolean | null {
  const terms = parts.find(({ part }) => part === 'fragility')?.terms ?? [];
  const people = terms.find(({ term }) => term === 'people');
  const prior = terms.find(({ term }) => term === 'prior');
  if (!people || !prior) return null;
  const { weight, value } = SCORE_1.prior;
  const full = (prior.points * SCORE_1.fragility.weights.people) / (weight * value);
  return people.points > full - 1e-9;
}
