import type { RankedRow } from '#libs/matching';
import { remaining } from '#libs/needs';
import { formatId } from '#platform/kernel';
import type { SeenNeed } from '../plan/inputs.js';

const MILLION = 1_000_000;

/** A need of the ranking as a run keeps it. */
export function seenNeed({ need, priority, exposure, isVerified }: RankedRow): SeenNeed {
  const gap = remaining(need).minor;
  return {
    id: formatId('need', need.id),
    projectId: formatId('prj', need.projectId),
    kind: need.kind,
    currency: need.goal.currency,
    tenths: priority.tenths,
    tier: priority.tier,
    exposureMillionths: Math.floor(exposure.value * MILLION + 0.5),
    goalMinor: need.goal.minor.toString(),
    gapMinor: (gap > 0n ? gap : 0n).toString(),
    isVerified,
  };
}
