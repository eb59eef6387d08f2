/**
 * API and worker are killed with SIGKILL at named points on the way of an allocation run: while it is approved, before and after its payment,
 * in the middle of its distribution, and after it. MAINSTAY_LONG=1 adds a planted bug.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '#platform/kernel';
import { AllocationTrial, RUN_MINOR, type RunMethod } from '../support/allocation-trial.js';
import { RUN_POINTS, type CrashPoint } from '../support/crash-point.js';
import { plantUrl } from '../support/kill-harness.js';
import { defects, readBooks } from '../support/story-books.js';

const FIRST_PORT = 6100;
const SLOW_MS = 120_000;
const inLongRuns = process.env.MAINSTAY_LONG === '1' ? describe : describe.skip;

/** Where a process is killed, and what is stored of the run at that moment. */
const KILLS: readonly (readonly [string, CrashPoint, RunMethod, string])[] = [
  [RUN_POINTS.approval, 'CHECKOUT', 'locked'] as const,
  [RUN_POINTS.payment, 'CHECKOUT', 'approved'] as const,
  [RUN_POINTS.news, 'CHECKOUT', 'approved'] as const,
  [RUN_POINTS.arrival, 'CHECKOUT', 'approved'] as const,
  [RUN_POINTS.secondLine, 'CHECKOUT', 'approved'] as const,
  [RUN_POINTS.distribution, 'CHECKOUT', 'distributed'] as const,
  [RUN_POINTS.secondLineOfBalance, 'BALANCE', 'locked'] as const,
].map(([point, method, status]) => [point.name, point, method, status]);

/** What has to be stored of a run that was distributed, whoever was killed meanwhile. */
const storedOnce = (payments: number) => ({
  paid: [(RUN_MINOR / 2n).toString(), (RUN_MINOR - RUN_MINOR / 2n).toString()],
  unpaid: 0,
  payments,
  history: ['create', 'preview', 'lock', 'approve', 'fund', 'distribute'],
});

/** Kills at a point while a run goes on, starts another process, and waits for the end. */
async function goOnWithKill(trial: AllocationTrial, runId: string, point: CrashPoint, method: RunMethod) {
  let statusThen = '';
  const { end } = await trial.killAt(
    point,
    () => Promise.resolve({ end: trial.goOn(runId, method) }),
    async () => {
      statusThen = await trial.statusOf(runId);
    },
  );
  if (point.victim === 'worker') await trial.nextWorker();
  else await trial.rig.stack.restart('api');
  await end;
  return statusThen;
}

describe('A process that is killed on the way of a run', () => {
  let trial: AllocationTrial;
  beforeAll(async () => {
    trial = await AllocationTrial.start({ firstPort: FIRST_PORT });
    await trial.payIn(RUN_MINOR);
  }, SLOW_MS);
  afterAll(() => trial.rig.end(), SLOW_MS);

  it.each(KILLS)(
    '%s leaves a run that goes on, and is paid once',
    async (_name, point, method, status) => {
      // Late news of the run before this one would lead the process to the point.
      await trial.rig.settle();
      const runId = await trial.locked(method);
      expect(await goOnWithKill(trial, runId, point, method)).toBe(status);
      expect(await trial.stored(runId)).toEqual(storedOnce(method === 'CHECKOUT' ? 1 : 0));
    },
    SLOW_MS,
  );

  it(
    'leaves books in which every cent is explained, and nothing twice',
    async () => {
      await trial.rig.settle();
      const pages = KILLS.length - 1;
      expect(await trial.facts()).toEqual({
        allocated: 2 * KILLS.length,
        balance_paid: 1 + pages,
        float_topped_up: 1,
        payment_settled: 1 + pages,
        pledge_from_balance: 2 * KILLS.length,
        pledge_promised: 2 * KILLS.length,
        promise_ended: 2 * KILLS.length,
      });
      expect(defects(await readBooks(trial.rig))).toEqual([]);
    },
    SLOW_MS,
  );
});

inLongRuns('The trial itself', () => {
  it(
    'finds a worker that marks a message as done when it takes it: the money came, and no line is paid',
    async () => {
      const environmentOf = { worker: { NODE_OPTIONS: `--import ${plantUrl('done-when-taken.mjs')}` } };
      const trial = await AllocationTrial.start({ firstPort: FIRST_PORT, environmentOf });
      try {
        const runId = await trial.locked('CHECKOUT');
        await trial.killAt(
          RUN_POINTS.arrival,
          () => Promise.resolve({ end: trial.goOn(runId, 'CHECKOUT').catch(() => 'never') }),
          () => Promise.resolve(),
        );
        await trial.nextWorker();
        await sleep(5 * SECOND_MS);
        expect(await trial.statusOf(runId)).toBe('approved');
      } finally {
        await trial.rig.end();
      }
    },
    SLOW_MS,
  );
});
