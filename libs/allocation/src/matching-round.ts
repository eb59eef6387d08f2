import { currency, currencyExponent } from '#platform/kernel';
import { TooManyLinesError, TooManyPairsError, UnknownProjectOfRoundError } from './allocation.errors.js';
import { medianPairSum, pairCount, type Contribution, type MatchingPool, type PoolProject } from './matching-pool.js';
import { PlanFields, atLeastOne, distinct, positive } from './plan-fields.js';
import type { FileOf } from './read-plan.js';

/** Why a contribution does not count (domain rules 4.6). */
export type ContributionExclusion = 'BELOW_MINIMUM' | 'OWN_PROJECT' | 'POOL_SPONSOR';

export interface ExcludedContribution extends Contribution {
  readonly projectId: string;
  readonly reason: ContributionExclusion;
}

/** One more contribution that somebody thinks of. */
export interface WhatIf extends Contribution {
  readonly projectId: string;
}

/** A pool with the contributions that count, and those that do not. */
export interface MatchingRound {
  readonly pool: MatchingPool;
  /** Whether the file named no bound, so that it is the median of the round. */
  readonly isBoundDefault: boolean;
  readonly excluded: readonly ExcludedContribution[];
  readonly whatIf: WhatIf | null;
  /** Null when the contribution that is thought of would count, or there is none. */
  readonly whatIfExclusion: ContributionExclusion | null;
}

/** How large a round may be. Pairs are of organisations that give to one project; a million take about a second. */
export interface RoundLimits {
  readonly projects: number;
  readonly pairs: number;
  /** Of all projects together; left out, there is no limit of their own. */
  readonly contributions?: number;
}

const FILE_LIMITS: RoundLimits = { projects: 1_000, pairs: 1_000_000 };
/** The least that counts, in units of the currency. */
const MINIMUM_UNITS = 10n;

/** Which contributions of a round do not count. */
interface Terms {
  readonly minimum: bigint;
  readonly sponsor: string | null;
  /** By project, the organisations whose project it is. */
  readonly ownersOf: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * A round as a file has it: `poolMinor`, `projects` with `id`, `gapMinor` and `contributions`, and what may be left out:
 * `pairBound` (the median of the round), `currency` (with it, 10 units are the least that counts), `minimumMinor` (another
 * least), `sponsor`, `capMinor` of the round and of a project, `owners` of a project, and `whatIf`, one contribution more.
 * @throws InvalidPlanError and the others of `allocation.errors.ts`, UnknownCurrencyError
 */
export function readMatchingRound(value: unknown, limits = FILE_LIMITS): FileOf<MatchingRound> {
  const round = PlanFields.of(value, '');
  const lines = distinct(round, 'projects', limits.projects);
  const cap = capOf(round);
  const given = lines.map((line) => readProject(line, cap));
  assertFew(given, limits.contributions ?? Infinity);
  const terms: Terms = {
    minimum: minimumOf(round),
    sponsor: round.isAbsent('sponsor') ? null : round.text('sponsor'),
    ownersOf: new Map(lines.map((line) => [line.text('id'), ownersIn(line)])),
  };
  const excluded: ExcludedContribution[] = [];
  const projects = given.map(({ contributions, ...project }) => ({
    ...project,
    contributions: contributions.filter((contribution) => {
      const reason = exclusionOf(terms, project.id, contribution);
      if (reason !== null) excluded.push({ ...contribution, projectId: project.id, reason });
      return reason === null;
    }),
  }));
  if (pairCount(projects) > limits.pairs) throw new TooManyPairsError('/projects', limits.pairs);
  const whatIf = round.isAbsent('whatIf') ? null : readWhatIf(round.object('whatIf'), projects);
  const isBoundDefault = round.isAbsent('pairBound');
  const read = {
    pool: {
      pool: positive(round, 'poolMinor'),
      pairBound: isBoundDefault
        ? medianPairSum(projects)
        : atLeastOne(round, 'pairBound', round.amountOrNumber('pairBound')),
      projects,
    },
    isBoundDefault,
    excluded,
    whatIf,
    whatIfExclusion: whatIf && exclusionOf(terms, whatIf.projectId, whatIf),
  };
  return { ...read, ignored: round.ignored() };
}

function assertFew(projects: readonly PoolProject[], most: number): void {
  const count = projects.reduce((sum, { contributions }) => sum + contributions.length, 0);
  if (count > most) throw new TooManyLinesError('/projects/*/contributions', most);
}

function exclusionOf(
  { minimum, sponsor, ownersOf }: Terms,
  projectId: string,
  { organisation, amount }: Contribution,
): ContributionExclusion | null {
  if (organisation === sponsor) return 'POOL_SPONSOR';
  if (ownersOf.get(projectId)?.has(organisation) === true) return 'OWN_PROJECT';
  return amount < minimum ? 'BELOW_MINIMUM' : null;
}

function minimumOf(round: PlanFields): bigint {
  // A currency that is none is told of also where another least is named.
  const units = round.isAbsent('currency') ? null : currency(round.text('currency'));
  if (!round.isAbsent('minimumMinor')) return round.notNegative('minimumMinor');
  return units === null ? 0n : MINIMUM_UNITS * 10n ** BigInt(currencyExponent(units));
}

/** The cap of a project stands before that of its round. */
function readProject(project: PlanFields, capOfRound: bigint | null): PoolProject {
  return {
    id: project.text('id'),
    gap: project.notNegative('gapMinor'),
    cap: capOf(project) ?? capOfRound,
    contributions: project.objects('contributions').map(readContribution),
  };
}

function capOf(fields: PlanFields): bigint | null {
  return fields.isAbsent('capMinor') ? null : fields.notNegative('capMinor');
}

function ownersIn(project: PlanFields): ReadonlySet<string> {
  return new Set(project.isAbsent('owners') ? [] : project.texts('owners'));
}

function readContribution(contribution: PlanFields): Contribution {
  return { organisation: contribution.text('organisation'), amount: contribution.notNegative('amountMinor') };
}

function readWhatIf(whatIf: PlanFields, projects: readonly PoolProject[]): WhatIf {
  const projectId = whatIf.text('projectId');
  if (!projects.some(({ id }) => id === projectId))
    throw new UnknownProjectOfRoundError(whatIf.at('projectId'), projectId);
  return { ...readContribution(whatIf), projectId };
}
