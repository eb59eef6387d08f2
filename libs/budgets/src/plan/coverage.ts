import type { RunInputs } from './inputs.js';
import { totalOf } from './inputs.js';
import type { RunResult } from './result.js';

/** Shares in whole thousandths, rounded down. */
export interface Coverage {
  /** Of the exposure to projects that have published needs, that to projects which get money. */
  readonly exposureFundedPerMille: number;
  /** Of the money that is given, what goes to projects known to be kept by one person; null for who may not know. */
  readonly onePersonPerMille: number | null;
  /** Of all there was, what stays in the reserve. */
  readonly unplacedPerMille: number;
}

/** Projects that get money, by their outside ids. */
export function projectsWithMoney({ needs }: RunInputs, { lines }: RunResult): readonly string[] {
  const given = new Set(lines.filter(({ amountMinor }) => amountMinor !== '0').map(({ needId }) => needId));
  return [...new Set(needs.filter(({ id }) => given.has(id)).map(({ projectId }) => projectId))];
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
  const amounts = new Map(lines.map(({ needId, amountMinor }) => [needId, BigInt(amountMinor)]));
  const exposures = new Map<string, { exposure: bigint; money: bigint }>();
  let given = 0n;
  let toOnePerson = 0n;
  for (const { id, projectId, exposureMillionths } of inputs.needs) {
    const amount = amounts.get(id) ?? 0n;
    const money = (exposures.get(projectId)?.money ?? 0n) + amount;
    exposures.set(projectId, { exposure: BigInt(exposureMillionths), money });
    given += amount;
    if (ofOnePerson?.has(projectId) === true) toOnePerson += amount;
  }
  const all = [...exposures.values()];
  const exposureOf = (some: typeof all): bigint => some.reduce((sum, { exposure }) => sum + exposure, 0n);
  return {
    exposureFundedPerMille: perMille(exposureOf(all.filter(({ money }) => money > 0n)), exposureOf(all)),
    onePersonPerMille: ofOnePerson && perMille(toOnePerson, given),
    unplacedPerMille: perMille(BigInt(reserveMinor), totalOf(inputs)),
  };
}

/** Zero of nothing is zero. */
function perMille(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((1000n * part) / whole);
}
