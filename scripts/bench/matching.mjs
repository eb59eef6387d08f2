import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { milliseconds, quantile } from './pairs.mjs';

const NEEDS = 500;
const BUDGET = 1_000_000n;
const LIMIT_MS = 300;
const ROUNDS = 15;

/**
 * A budget in blocks of one unit, with everything that a preview tells: amounts, why, and when waiting needs open. The blocks are a
 * million, so that an engine which gives them one by one would take a million steps.
 * @returns whether every limit was kept
 */
export async function benchMatching(root, { only, json }) {
  if (only !== undefined && only !== 'allocation') throw new Error('--only names no figure; there is allocation');
  const { allocate, explain, opensAt } = await import(
    pathToFileURL(join(root, 'dist/libs/allocation/src/index.js')).href
  );
  const times = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const plan = planOf(round);
    let allocation;
    const took = await milliseconds(() => {
      allocation = allocate(plan);
      explain(plan, allocation);
      opensAt(plan, allocation);
    });
    const given = allocation.amounts.reduce((sum, amount) => sum + amount, 0n);
    if (given + allocation.reserve !== BUDGET) throw new Error('the allocation does not add up');
    // The first round warms up.
    if (round > 0) times.push(took);
  }
  const [median, worst] = [quantile(times, 0.5), Math.max(...times)];
  const isMet = median <= LIMIT_MS;
  if (json) console.log(JSON.stringify({ allocation: { median, worst, limit: LIMIT_MS, isMet } }));
  else {
    const measured = `${median.toFixed(1)} ms (worst ${worst.toFixed(1)})`;
    console.log(
      `allocation  ${NEEDS} needs, ${BUDGET} in blocks of 1: ${measured}, at most ${LIMIT_MS} ms  ${isMet ? 'met' : 'MISSED'}`,
    );
  }
  return isMet;
}

/** Other weights in each round, the same in each run. */
function planOf(seed) {
  let state = seed + 1;
  const next = (below) => (state = (state * 48_271) % 2_147_483_647) % below;
  const needs = Array.from({ length: NEEDS }, (_, index) => ({
    id: `need-${index}`,
    weight: BigInt(1_000 + next(99_000)),
    gap: BigInt(500 + next(20_000)),
    minTranche: index % 3 === 0 ? BigInt(next(2_500)) : 0n,
    cap: null,
    floor: 0n,
  }));
  return { budget: BUDGET, mode: 'hold', block: 1n, needs };
}
