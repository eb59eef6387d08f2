import { DAY_MS, type Moment } from '../events/moment.js';
import type { Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import type { WorkHistory } from './earliest-dates.js';

const MONTH_DAYS = 31;

/**
 * Work of which only the first change is known, and the day on which there was enough of it for COMMIT; null for "as soon as
 * the months that a tier asks for allow". In between there is one change in each month.
 */
export function sketchedWork(first: Moment, enough: Moment | null, policy: VettingPolicy, tier: Tier): WorkHistory {
  const { mergedChanges, activeMonths } = policy.tiers[tier].scopes.COMMIT;
  const last = enough ?? instantAfter(first, Math.max(0, activeMonths - 1));
  const between = Array.from({ length: activeMonths }, (_, month) => instantAfter(first, month + 1));
  const early = between.filter(({ to }) => to < last.from).slice(0, Math.max(0, mergedChanges - 2));
  const missing = Math.max(0, mergedChanges - 1 - early.length);
  const changes = [first, ...early, ...Array.from({ length: missing }, () => last)];
  return { mergedChanges: changes, usefulReviews: null, releasesAccompanied: null };
}

function instantAfter({ from, to }: Moment, months: number): Moment {
  const ms = months * MONTH_DAYS * DAY_MS;
  return { from: from + ms, to: to + ms };
}
