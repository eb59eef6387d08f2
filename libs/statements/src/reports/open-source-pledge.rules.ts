import { grouped, ValidationError, money, type Money } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import type { PaidForProject } from './paid-by-organisation.queries.js';

/** What members of the Open Source Pledge pay at least for each developer and year, in cents. */
const TARGET_MINOR = 200_000n;
const TARGET_CURRENCY = 'USD';
/** Developers are counted to a hundredth. */
const HUNDRED = 100;
const MOST_DEVELOPERS = 10_000_000;

/** Why an amount does not count. */
export type PledgeExclusion = 'RETURNED' | 'TO_OWN_PEOPLE' | 'OTHER_CURRENCY' | 'IN_BALANCE' | 'IN_KIND';

export interface ExcludedAmount {
  readonly reason: PledgeExclusion;
  readonly amount: Money;
}

export interface PledgeReport {
  readonly year: number;
  readonly developers: number;
  /** Cash that was paid for work of others, less what came back: US dollars. */
  readonly eligible: Money;
  /** For each developer, rounded down. */
  readonly perDeveloper: Money;
  readonly isTargetReached: boolean;
  readonly excluded: readonly ExcludedAmount[];
}

export interface PledgeFacts {
  readonly paid: readonly Pick<PaidForProject, 'paid' | 'returned' | 'isToOwnPeople'>[];
  readonly keptInBalance: readonly Money[];
  readonly inKind: readonly Money[];
}

/** The calendar year in UTC. @throws InvalidPledgeYearError */
export function yearOf(year: number): Period {
  if (!Number.isInteger(year) || year < 2000 || year > 9998) throw new InvalidPledgeYearError('year');
  return { from: new Date(Date.UTC(year, 0, 1)), to: new Date(Date.UTC(year + 1, 0, 1)) };
}

/**
 * The figure of the Open Source Pledge out of what was booked in a year. Only cash counts, and only what goes to others. There
 * are no rates of exchange here, so other currencies are listed beside it and in no sum.
 * @param developers on average over the year, to a hundredth
 */
export function pledgeReport(year: number, developers: number, facts: PledgeFacts): PledgeReport {
  const hundredths = hundredthsOf(developers);
  let eligible = 0n;
  const excluded: ExcludedAmount[] = [];
  for (const { paid, returned, isToOwnPeople } of facts.paid) {
    const net = money(paid.minor - returned.minor, paid.currency);
    if (returned.minor !== 0n) excluded.push({ reason: 'RETURNED', amount: returned });
    if (isToOwnPeople) excluded.push({ reason: 'TO_OWN_PEOPLE', amount: net });
    else if (net.currency === TARGET_CURRENCY) eligible += net.minor;
    else excluded.push({ reason: 'OTHER_CURRENCY', amount: net });
  }
  for (const amount of facts.keptInBalance) excluded.push({ reason: 'IN_BALANCE', amount });
  for (const amount of facts.inKind) excluded.push({ reason: 'IN_KIND', amount });
  return {
    year,
    // As it was reckoned with, so that whoever divides finds the same.
    developers: Number(hundredths) / HUNDRED,
    eligible: money(eligible, TARGET_CURRENCY),
    perDeveloper: money(floorDivide(eligible * BigInt(HUNDRED), hundredths), TARGET_CURRENCY),
    isTargetReached: eligible * BigInt(HUNDRED) >= TARGET_MINOR * hundredths,
    excluded: summed(excluded),
  };
}

/** One amount for each reason and unit; what is zero together is left out. */
function summed(amounts: readonly ExcludedAmount[]): ExcludedAmount[] {
  return [...grouped(amounts, ({ reason, amount }) => `${reason} ${amount.currency}`).values()]
    .map(([first, ...more]) => {
      const minor = more.reduce((sum, { amount }) => sum + amount.minor, first!.amount.minor);
      return { reason: first!.reason, amount: money(minor, first!.amount.currency) };
    })
    .filter(({ amount }) => amount.minor !== 0n);
}

function hundredthsOf(developers: number): bigint {
  const hundredths = Math.floor(developers * HUNDRED + 0.5);
  if (!(hundredths >= 1 && developers <= MOST_DEVELOPERS)) throw new InvalidPledgeYearError('developers');
  return BigInt(hundredths);
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

export interface PledgeMember {
  readonly name: string;
  /** That the organisation has shown to be its own; null when none. */
  readonly domain: string | null;
  readonly report: PledgeReport;
}

/** Fields that the pledge wants and nobody has told Mainstay: the company adds them before it hands the file in. */
export function missingFields({ domain }: Pick<PledgeMember, 'domain'>): readonly string[] {
  const always = ['description', 'shortDescription', 'joinDate', 'urlSquareLogoWithBackground', 'annualReports.url'];
  return domain === null ? ['url', 'urlLearnMore', ...always] : always;
}

/**
 * The entry of a member as opensourcepledge.com reads it: `usdAmountPaid`, `year` and `url` of its schema today, and beside them
 * `payments`, `dateYearEnding` and `urlLearnMore` of the older one. Either ignores what it does not know.
 */
export function pledgeMemberJson({ name, domain, report }: PledgeMember): object {
  const dollars = (minor: bigint): number => Number(minor < 0n ? 0n : minor) / HUNDRED;
  const materials = report.excluded.find(
    ({ reason, amount }) => reason === 'IN_KIND' && amount.currency === TARGET_CURRENCY,
  );
  const paid = dollars(report.eligible.minor);
  const ending = `${String(report.year)}-12-31`;
  return {
    name,
    ...(domain === null ? {} : { domain, url: `https://${domain}`, urlLearnMore: `https://${domain}` }),
    annualReports: [
      {
        year: String(report.year),
        reportDate: ending,
        dateYearEnding: ending,
        averageNumberOfDevs: report.developers,
        usdAmountPaid: paid,
        payments: paid,
        monetaryValueOfTime: 0,
        monetaryValueOfMaterials: materials === undefined ? 0 : dollars(materials.amount.minor),
      },
    ],
  };
}

class InvalidPledgeYearError extends ValidationError {
  override readonly code = 'INVALID_PLEDGE_YEAR';
  constructor(field: 'year' | 'developers') {
    super('statements.invalidPledgeYear', {}, [field]);
  }
}
