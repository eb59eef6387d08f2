import type { RecurringCollection, RecurringInterval } from '#platform/contracts';
import { DAY_MS, addMs, money, type Money } from '#platform/kernel';
import type { RecurringPledgeStatus } from './recurring-pledge.states.js';

const MONTHS: Readonly<Record<RecurringInterval, number>> = { month: 1, quarter: 3, year: 12 };

interface DunningStep {
  readonly step: number;
  readonly afterDays: number;
}

/**
 * A payer who is behind has this long: by card as long as Stripe tries it again, counted from the first failure; by
 * invoice thirty days from the due date.
 */
export const DUNNING_STEPS: Readonly<Record<RecurringCollection, readonly DunningStep[]>> = {
  card: [
    { step: 2, afterDays: 7 },
    { step: 3, afterDays: 13 },
    { step: 4, afterDays: 14 },
  ],
  invoice: [
    { step: 2, afterDays: 14 },
    { step: 3, afterDays: 29 },
    { step: 4, afterDays: 30 },
  ],
};
/** The step that ends it. */
export const LAST_STEP = 4;

/** The same day of a later month, or the last one of it. */
function addMonths(from: Date, months: number): Date {
  const first = new Date(from);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), days));
  return first;
}

/** The first end of a period that is at least so many days away. */
export function endAfterNotice(
  { periodEnd, interval }: { readonly periodEnd: Date; readonly interval: RecurringInterval },
  now: Date,
  noticeDays: number,
): Date {
  const earliest = addMs(now, noticeDays * DAY_MS);
  let periods = 0;
  while (addMonths(periodEnd, periods * MONTHS[interval]) < earliest) periods += 1;
  return addMonths(periodEnd, periods * MONTHS[interval]);
}

/** Whether another period is going to be asked for. */
export function expectsPeriod({
  status,
  endsAt,
  currentPeriodEnd,
}: {
  readonly status: RecurringPledgeStatus;
  readonly endsAt: Date | null;
  readonly currentPeriodEnd: Date | null;
}): boolean {
  if (status === 'past_due' || status === 'incomplete') return true;
  return status === 'active' && (endsAt === null || currentPeriodEnd === null || endsAt > currentPeriodEnd);
}

const MONTHS_AHEAD = 12;

/** An amount that is expected at the end of each period, from the next one on. */
export interface Expected {
  readonly amount: Money;
  readonly interval: RecurringInterval;
  readonly currentPeriodEnd: Date;
}

export interface MonthOfCommitments {
  /** YYYY-MM, in UTC. */
  readonly month: string;
  /** One amount for each currency. */
  readonly amounts: readonly Money[];
}

/** What periods and tranches are going to ask for in this month and the eleven after it. */
export function commitmentsByMonth(
  expected: readonly Expected[],
  tranches: readonly { readonly amount: Money; readonly dueAt: Date }[],
  now: Date,
): MonthOfCommitments[] {
  const months = Array.from({ length: MONTHS_AHEAD }, (_, ahead) => monthOf(addMonths(now, ahead)));
  const sums = new Map(months.map((month) => [month, new Map<string, bigint>()]));
  const add = (at: Date, { currency, minor }: Money): void => {
    const sum = sums.get(monthOf(at));
    sum?.set(currency, (sum.get(currency) ?? 0n) + minor);
  };
  for (const { amount, interval, currentPeriodEnd } of expected)
    for (let period = 0; period * MONTHS[interval] <= MONTHS_AHEAD; period += 1)
      add(addMonths(currentPeriodEnd, period * MONTHS[interval]), amount);
  for (const { amount, dueAt } of tranches) add(dueAt, amount);
  return months.map((month) => ({
    month,
    amounts: [...sums.get(month)!].sort().map(([currency, minor]) => money(minor, currency)),
  }));
}

function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}
