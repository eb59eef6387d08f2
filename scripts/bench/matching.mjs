import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { milliseconds, quantile } from './pairs.mjs';
import { RANKING_FIGURES } from './ranking.mjs';

const NEEDS = 500;
const BUDGET = 1_000_000n;
const ROUNDS = 15;

/** Each gives rows of `{ name, text, isMet }`, and what was measured. */
const FIGURES = { allocation, ...RANKING_FIGURES };

/**
 * Splitting of budgets, and rankings.
 * @returns whether every limit was kept
 */
export async function benchMatching(root, { only, json, withDatabases }) {
  if (only !== undefined && !Object.hasOwn(FIGURES, only))
    throw new Error(`--only names no figure; there are ${Object.keys(FIGURES).join(', ')}`);
  const results = {};
  for (const [name, figure] of Object.entries(FIGURES)) {
    if (only !== undefined && only !== name) continue;
    if (!json) console.error(`measuring ${name} …`);
    const result = await figure({ root, withDatabases });
    results[name] = result;
    if (!json) console.log(`${name.padEnd(11)} ${result.text}  ${result.isMet ? 'met' : 'MISSED'}`);
  }
  if (json) console.log(JSON.stringify(results));
  return Object.values(results).every(({ isMet }) => isMet);
}

/**
 * A budget in blocks of one unit, with everything that a preview tells: amounts, why, and when waiting needs open. The blocks are a
 * million, so that an engine which gives them one by one would take a million steps.
 */
async function allocation({ root }) {
  const limit = 300;
  const { allocate, explain, opensAt } = await import(
    pathToFileURL(join(root, 'dist/libs/allocation/src/index.js')).href
  );
  const times = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const plan = planOf(round);
    let given;
    const took = await milliseconds(() => {
      given = allocate(plan);
      explain(plan, given);
      opensAt(plan, given);
    });
    const sum = given.amounts.reduce((total, amount) => total + amount, 0n);
    if (sum + given.reserve !== BUDGET) throw new Error('the allocation does not add up');
    // The first round warms up.
    if (round > 0) times.push(took);
  }
  const [median, worst] = [quantile(times, 0.5), Math.max(...times)];
  const text = `${NEEDS} needs, ${BUDGET} in blocks of 1: ${median.toFixed(1)} ms (worst ${worst.toFixed(1)}), at most ${limit} ms`;
  return { median, worst, limit, text, isMet: median <= limit };
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
