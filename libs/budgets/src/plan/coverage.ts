import { totalOf, type RunInputs, type SeenExposure } from './inputs.js';
import type { RunResult } from './result.js';

/** Shares in whole thousandths, rounded down. */
export interface Coverage {
  /** Of the exposure to all known projects, that to projects which get money. */
  readonly exposureFundedPerMille: number;
  /** The same of the exposure to projects that have published needs alone. */
  readonly askingFundedPerMille: number;
  /** Of the exposure to all known projects, that to projects for which nobody spoke: no money reaches them. */
  readonly unclaimedExposurePerMille: number;
  /** Of the money that is given, what goes to projects known to be kept by one person; null for who may not know. */
  readonly onePersonPerMille: number | null;
  /** Of all there was, what stays in the reserve. */
  readonly unplacedPerMille: number;
}

/** What runs that were distributed gave, with what each of them saw. */
export interface DistributedRun {
  readonly inputs: RunInputs;
  /** Minor units by the outside ids of needs. */
  readonly given: ReadonlyMap<string, bigint>;
}

/** Shares in whole thousandths, rounded down. */
export interface PeriodCoverage {
  readonly runs: number;
  readonly givenMinor: bigint;
  readonly exposureFundedPerMille: number;
  readonly askingFundedPerMille: number;
  readonly unclaimedExposurePerMille: number;
  readonly onePersonPerMille: number | null;
  /** Of the money that was given, what went to projects for which nobody speaks. */
  readonly unclaimedPerMille: number;
}

const NO_EXPOSURE: SeenExposure = { projects: 0, millionths: '0', unclaimedMillionths: '0' };

/** One need of one run: what the project means to the company, and what was given. */
interface Reached {
  readonly projectId: string;
  readonly exposureMillionths: number;
  readonly money: bigint;
}

/**
 * How much of what a company stands on a run reaches.
 * @param ofOnePerson outside ids of projects; null for who may not know
 */
export function coverageOf(
  inputs: RunInputs,
  { lines, reserveMinor }: RunResult,
  ofOnePerson: ReadonlySet<string> | null,
): Coverage {
  const reached = reachedBy(inputs, amountsOf(lines));
  return {
    ...exposureShares(reached, inputs.exposure),
    onePersonPerMille: ofOnePerson && moneyPerMille(reached, (projectId) => ofOnePerson.has(projectId)),
    unplacedPerMille: perMille(BigInt(reserveMinor), totalOf(inputs)),
  };
}

/**
 * The same over several runs, oldest first: a project has the exposure that the last of them saw, and is reached by any of them.
 * What is known at all is what the last of them saw.
 * @param ofOnePerson outside ids of projects; null for who may not know
 * @param claimed outside ids of projects for which somebody speaks
 */
export function coverageOfRuns(
  runs: readonly DistributedRun[],
  ofOnePerson: ReadonlySet<string> | null,
  claimed: ReadonlySet<string>,
): PeriodCoverage {
  const reached = runs.flatMap(({ inputs, given }) => reachedBy(inputs, given));
  return {
    runs: runs.length,
    givenMinor: sumOf(reached),
    ...exposureShares(reached, runs.at(-1)?.inputs.exposure ?? NO_EXPOSURE),
    onePersonPerMille: ofOnePerson && moneyPerMille(reached, (projectId) => ofOnePerson.has(projectId)),
    unclaimedPerMille: moneyPerMille(reached, (projectId) => !claimed.has(projectId)),
  };
}

/** Projects that get money, by their outside ids. */
export function projectsGiven(runs: readonly DistributedRun[]): readonly string[] {
  const reached = runs.flatMap(({ inputs, given }) => reachedBy(inputs, given));
  return [...new Set(reached.filter(({ money }) => money > 0n).map(({ projectId }) => projectId))];
}

/** What a run gives as it was computed. */
export function amountsOf(lines: RunResult['lines']): ReadonlyMap<string, bigint> {
  return new Map(lines.map(({ needId, amountMinor }) => [needId, BigInt(amountMinor)]));
}

function reachedBy({ needs }: RunInputs, amounts: ReadonlyMap<string, bigint>): Reached[] {
  return needs.map(({ id, projectId, exposureMillionths }) => ({
    projectId,
    exposureMillionths,
    money: amounts.get(id) ?? 0n,
  }));
}

/** A project counts once, however many needs it has. */
function exposureShares(
  reached: readonly Reached[],
  seen: SeenExposure,
): Pick<Coverage, 'exposureFundedPerMille' | 'askingFundedPerMille' | 'unclaimedExposurePerMille'> {
  const projects = new Map<string, { exposure: bigint; isFunded: boolean }>();
  for (const { projectId, exposureMillionths, money } of reached) {
    const isFunded = money > 0n || projects.get(projectId)?.isFunded === true;
    projects.set(projectId, { exposure: BigInt(exposureMillionths), isFunded });
  }
  const all = [...projects.values()];
  const exposureOf = (some: typeof all): bigint => some.reduce((sum, { exposure }) => sum + exposure, 0n);
  const funded = exposureOf(all.filter(({ isFunded }) => isFunded));
  const asking = exposureOf(all);
  const known = BigInt(seen.millionths);
  // What an earlier run reached may have left the products since, and is more than the last one knows of.
  const whole = known > asking ? known : asking;
  return {
    exposureFundedPerMille: perMille(funded, whole),
    askingFundedPerMille: perMille(funded, asking),
    unclaimedExposurePerMille: perMille(BigInt(seen.unclaimedMillionths), whole),
  };
}

function moneyPerMille(reached: readonly Reached[], counts: (projectId: string) => boolean): number {
  return perMille(sumOf(reached.filter(({ projectId }) => counts(projectId))), sumOf(reached));
}

function sumOf(reached: readonly Reached[]): bigint {
  return reached.reduce((sum, { money }) => sum + money, 0n);
}

/** Zero of nothing is zero. */
function perMille(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((1000n * part) / whole);
}
