import type { RunInputs } from './inputs.js';

/** What one earlier run left, in minor units. */
export interface RollIn {
  readonly runId: string;
  /** Divided to nobody, and never paid in. */
  readonly reserveMinor: bigint;
  /** Paid, not placed, and in the balance. */
  readonly heldMinor: bigint;
}

/** Run by run, in the order of their ids; all of it is what a run has in addition to its new money. */
export function rollInsOf({ reserves, rolledOver }: Pick<RunInputs, 'reserves' | 'rolledOver'>): readonly RollIn[] {
  const sumOf = (parts: readonly { readonly runId: string; readonly minor: string }[], runId: string): bigint =>
    parts.reduce((sum, part) => (part.runId === runId ? sum + BigInt(part.minor) : sum), 0n);
  const runIds = new Set([...reserves, ...rolledOver].map(({ runId }) => runId));
  return [...runIds].sort().map((runId) => ({
    runId,
    reserveMinor: sumOf(reserves, runId),
    heldMinor: sumOf(rolledOver, runId),
  }));
}
