import { minorUnits } from './exact-amounts.js';
import type { FundingManifest, ManifestPlan } from './funding-manifest.js';
import { currency } from '#platform/kernel';

/** How often an amount comes within twelve months. Of what comes once, or as it pleases, no yearly amount follows. */
const A_YEAR: Readonly<Record<string, bigint>> = { yearly: 1n, monthly: 12n, fortnightly: 26n, weekly: 52n };

export interface IncomeShare {
  /** Income of twelve months divided by the stated target; above 1 when more came in. */
  readonly value: number;
  /** The end of the year that the income is of. */
  readonly observedAt: Date;
}

/**
 * What a project says of its income and its target (domain rule 2.3). Income is that of the last year of the history that is
 * over: one that goes on would look poor. The target is the largest amount that one active plan asks for within a year, in the
 * currency of the income: plans can be alternatives, so their sum could ask for one thing several times.
 * @returns null without both, without a currency, and for a manifest of several projects, whose money is not told apart
 */
export function incomeShareOf(manifest: FundingManifest, now: Date): IncomeShare | null {
  if (manifest.projects.length > 1) return null;
  const over = manifest.history.filter(({ year, income }) => income !== null && year < now.getUTCFullYear());
  const last = over.reduce<(typeof over)[number] | null>(
    (latest, entry) => (entry.year > (latest?.year ?? 0) ? entry : latest),
    null,
  );
  if (last?.currency == null) return null;
  const target = largestTarget(manifest.plans, last.currency);
  if (target === 0n) return null;
  const income = minorUnits(Number(last.income), currency(last.currency), 'income');
  return { value: Number(income) / Number(target), observedAt: new Date(Date.UTC(last.year + 1, 0, 1)) };
}

function largestTarget(plans: readonly ManifestPlan[], unit: string): bigint {
  return plans.reduce((largest, { status, amountMinor, currency: own, frequency }) => {
    const times = A_YEAR[frequency];
    if (status !== 'active' || amountMinor === null || own !== unit || times === undefined) return largest;
    const yearly = BigInt(amountMinor) * times;
    return yearly > largest ? yearly : largest;
  }, 0n);
}
