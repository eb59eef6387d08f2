import type { RankedRow } from '#libs/matching';
import { remaining } from '#libs/needs';
import { formatId } from '#platform/kernel';
import type { SeenNeed } from '../plan/inputs.js';

const MILLION = 1_000_000;

/** A need of the ranking as a run keeps it. */
export function seenNeed({ need, priority, exposure, fragility }: RankedRow): SeenNeed {
  const gap = remaining(need).minor;
  return {
    id: formatId('need', need.id),
    projectId: formatId('prj', need.projectId),
    kind: need.kind,
    currency: need.goal.currency,
    tenths: priority.tenths,
    tier: priority.tier,
    exposureMillionths: Math.floor(exposure.value * MILLION + 0.5),
    isOnePerson: isOnePerson(fragility),
    goalMinor: need.goal.minor.toString(),
    gapMinor: (gap > 0n ? gap : 0n).toString(),
  };
}

/** Whether half of the work is that of one person. Null where that is not known, or where a band alone may be. */
function isOnePerson({ terms }: RankedRow['fragility']): boolean | null {
  const people = terms.find(({ signal }) => signal === 'people');
  return people === undefined ? null : people.value === 1;
}
