/**
 * API and worker are killed with SIGKILL, once at each of the named points and then at moments of chance, while people
 * pay on a page, out of a balance, by a saved card and by invoice, release to three payees and refund.
 *
 *   MAINSTAY_KILLS  how many kills of chance there are (8; 100 with MAINSTAY_LONG=1)
 *   MAINSTAY_SEED   which moments they fall on (chosen anew for each run, and printed)
 */
import { expect, it } from '@jest/globals';
import { CRASH_POINTS } from '../support/crash-point.js';
import { loadWithKills } from '../support/load-trial.js';

const FIRST_PORT = 5700;
const KILLS = Number(process.env.MAINSTAY_KILLS ?? (process.env.MAINSTAY_LONG === '1' ? 100 : 8));
const SEED = Number(process.env.MAINSTAY_SEED ?? Math.floor(Math.random() * 1_000_000));
const SLOW_MS = 300_000 + KILLS * 15_000;

it(
  'API and worker, killed at each named point and again and again under load, lose no cent and do nothing twice',
  async () => {
    process.stdout.write(`MAINSTAY_SEED=${String(SEED)} MAINSTAY_KILLS=${String(KILLS)}\n`);
    const plan = { firstPort: FIRST_PORT, at: CRASH_POINTS, kills: KILLS, seed: SEED };
    const { points, kills, done, unexplained, seconds } = await loadWithKills(plan);
    process.stdout.write(
      `${points.map((point) => `  ${point}\n`).join('')}${String(kills.api)} kills of the API and ${String(kills.worker)} of the worker in ${seconds.toFixed(0)} s; ` +
        `pledges ${JSON.stringify(done.paid)}; released ${String(done.released)}, refunded ${String(done.refunded)}\n`,
    );
    expect([...points].sort()).toEqual(CRASH_POINTS.map(({ name }) => name).sort());
    expect(kills.api + kills.worker).toBe(KILLS);
    expect(unexplained).toEqual([]);
  },
  SLOW_MS,
);
