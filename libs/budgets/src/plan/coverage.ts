import type { RunInputs } from './inputs.js';
import { totalOf } from './inputs.js';
import type { RunResult } from './result.js';

/** Shares in whole thousandths, rounded down. */
export interface Coverage {
  /** Of the exposure to projects that have published needs, that to projects which get money. */
  readonly exposureFundedPerMille: number;
  /** Of the money that is given, what goes to projects known to be kept by one person. */
  readonly onePersonPerMille: number;
  /** Of all there was, what stays in the reserve. */
  readonly unplacedPerMille: number;
}

/** How much of what a company stands on a run reaches. */
export function coverageOf(inputs: RunInputs, { lines, reserveMinor }: RunResult): Coverage {
  const amounts = new Map(lines.map(({ needId, amountMinor }) => [needId, BigInt(amountMinor)]));
  const exposures = new Map<string, { exposure: bigint; money: bigint }>();
  let given = 0n;
  let toOnePerson = 0n;
  for (const { id, projectId, exposureMillionths, isOnePerson } of inputs.needs) {
    const amount = amounts.get(id) ?? 0n;
    const money = (exposures.get(projectId)?.money ?? 0n) + amount;
    exposures.set(projectId, { exposure: BigInt(exposureMillionths), money });
    given += amount;
    if (isOnePerson === true) toOnePerson += amount;
  }
  const all = [...exposures.values()];
  const exposureOf = (some: typeof all): bigint => some.reduce((sum, { exposure }) => sum + exposure, 0n);
  return {
    exposureFundedPerMille: perMille(exposureOf(all.filter(({ money }) => money > 0n)), exposureOf(all)),
    onePersonPerMille: perMille(toOnePerson, given),
    unplacedPerMille: perMille(BigInt(reserveMinor), totalOf(inputs)),
  };
}

/** Zero of nothing is zero. */
function perMille(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((1000n * part) / whole);
}
