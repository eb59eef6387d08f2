/**
 * How a running Mainstay ends and what it leaves behind, always through the compiled program as a process of its own.
 *
 *   MAINSTAY_LONG=1  also tells it to end at twenty moments of its start (the default suite: at three)
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { removeEmbeddedPostgres } from '#platform/database';
import { CommandLineTrial, ENDED_MS, SLOW_MS } from '../support/command-line-trial.js';
import { databasePids, isAlive, processTree, survivors, type CommandLine } from '../support/command-line.js';
import { storySbom } from '../support/story-rig.js';

const IS_LONG = process.env.MAINSTAY_LONG === '1';
const ENDS_BY_ITSELF_MS = 10_000;
const CHILDREN = ['api', 'mail-catcher', 'openid-provider', 'stripe-emulator', 'worker'];

let trial: CommandLineTrial;
beforeAll(async () => {
  trial = await CommandLineTrial.prepare();
});
afterAll(() => trial.end(), SLOW_MS);

function namesOf(pids: ReadonlyMap<number, string>): string[] {
  return [...new Set(pids.values())].sort();
}

/** Books 0.07 USD for a balance transaction that Stripe never made, as somebody with the database's password could. */
async function inventMoney(): Promise<void> {
  const client = new Client({
    connectionString: `postgres://postgres@127.0.0.1:${String(trial.ports.postgres)}/mainstay`,
  });
  await client.connect();
  await client.query(
    `SELECT ledger_post(gen_random_uuid(), 'cash', 'invented', 'invented', repeat('0', 64), now(), now(), '{}', 'txn_invented', NULL,
       ARRAY['stripe.balance', 'equity.float'], ARRAY['', ''], ARRAY['USD', 'USD'], ARRAY[7, -7]::bigint[])`,
  );
  await client.end();
}

async function ready(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${String(trial.ports.api)}/readyz`);
  return ((await response.json()) as { status: string }).status;
}

describe('A Mainstay that serves', () => {
  let line: CommandLine;
  beforeAll(async () => {
    line = await trial.serve('serving');
  }, SLOW_MS);

  it(
    'refuses a second one in its folder with one line and status 1, and goes on',
    async () => {
      for (const command of ['start', 'demo']) {
        const args = command === 'demo' ? ['--sbom', await trial.file('second.cdx.json', storySbom())] : [];
        const second = await trial.run(command, 'serving', ...args).ends();
        expect(second).toEqual({
          status: 1,
          lines: [
            expect.stringMatching(new RegExp(`^Mainstay runs already \\(process ${String(line.pid)}\\) at http`)),
          ],
        });
      }
      expect(await ready()).toBe('ready');
      expect(isAlive(line.pid)).toBe(true);
    },
    SLOW_MS,
  );

  it(
    'lets its books be checked against its Stripe, and answers with status 1 and the difference when they disagree',
    async () => {
      const check = () => trial.ask(['ledger', 'check'], 'serving').ends();
      const agreed = await check();
      expect(agreed.status).toBe(0);
      expect(agreed.lines.at(-1)).toBe(
        'compared with Stripe: 0 balance transactions (0 under way), 0 connected accounts, 0 differences',
      );
      expect(agreed.lines.slice(0, -1).filter((text) => !text.startsWith('holds: '))).toEqual([]);
      await inventMoney();
      const differing = await check();
      expect(differing.status).toBe(1);
      expect(differing.lines.slice(-4)).toEqual([
        'compared with Stripe: 0 balance transactions (0 under way), 0 connected accounts, 2 differences',
        'DIFFERS: txn_invented over 0.07 USD stands in the ledger and not at Stripe',
        'DIFFERS: the balance in USD is 0.07 USD in the ledger and 0.00 USD at Stripe',
        'The ledger and Stripe do not agree. Stop all payouts and look at each difference.',
      ]);
    },
    SLOW_MS,
  );

  it(
    'starts its worker again when that was killed',
    async () => {
      const [worker] = [...(await processTree(line.pid))].find(([, name]) => name === 'worker')!;
      process.kill(worker, 'SIGKILL');
      await line.says('worker ended and was started again');
      const answers = async (): Promise<boolean> =>
        fetch(`http://127.0.0.1:${String(trial.ports.worker)}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      while (!(await answers())) await sleep(50);
      const [successor] = [...(await processTree(line.pid))].find(([, name]) => name === 'worker')!;
      expect(successor).not.toBe(worker);
    },
    SLOW_MS,
  );

  it(
    'ends by a SIGTERM with everything that it started, the database included',
    async () => {
      const all = await trial.allOf(line, 'serving');
      expect(namesOf(all)).toEqual([...CHILDREN, 'cli', 'postgres'].sort());
      line.signal('SIGTERM');
      expect(await line.ends()).toMatchObject({ status: 0 });
      expect(await survivors(all, ENDED_MS)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'that is killed takes its processes with it, and the next one takes over the database that stayed',
    async () => {
      line = await trial.serve('serving');
      const children = await processTree(line.pid);
      const [postmaster] = await databasePids(join(trial.home, 'serving'));
      expect(namesOf(children)).toEqual([...CHILDREN, 'cli'].sort());
      line.signal('SIGKILL');
      expect(await line.ends()).toMatchObject({ status: 'SIGKILL' });
      expect(await survivors(children, ENDS_BY_ITSELF_MS)).toEqual([]);

      const next = await trial.serve('serving');
      const [same] = await databasePids(join(trial.home, 'serving'));
      expect(same![0]).toBe(postmaster![0]);
      expect(await ready()).toBe('ready');
      const all = await trial.allOf(next, 'serving');
      next.signal('SIGINT');
      expect(await next.ends()).toMatchObject({ status: 0 });
      expect(await survivors(all, ENDED_MS)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'leaves a database that was left behind to "stop"',
    async () => {
      line = await trial.serve('serving');
      const children = await processTree(line.pid);
      line.signal('SIGKILL');
      await line.ends();
      await survivors(children, ENDS_BY_ITSELF_MS);
      const left = new Map(await databasePids(join(trial.home, 'serving')));
      expect(left.size).toBeGreaterThan(0);
      const directory = join(trial.home, 'serving');
      const stopped = { status: 0, lines: [`Stopped the database that was left behind in ${directory}.`] };
      expect(await trial.ask(['stop'], 'serving').ends()).toEqual(stopped);
      expect(await survivors(left, ENDED_MS)).toEqual([]);
      expect(await trial.ask(['stop'], 'serving').ends()).toMatchObject({ status: 1 });
    },
    SLOW_MS,
  );

  it(
    'says at its end that its database had ended before, in one line',
    async () => {
      line = await trial.serve('serving');
      const all = await trial.allOf(line, 'serving');
      for (const [pid] of await databasePids(join(trial.home, 'serving'))) process.kill(pid, 'SIGKILL');
      line.signal('SIGINT');
      const { status, lines } = await line.ends();
      const end = lines.slice(lines.indexOf('Stopping …') + 1);
      expect([status, end]).toEqual([1, [expect.stringMatching(/^PostgreSQL had ended by itself before\. Its log/)]]);
      expect(await survivors(all, ENDED_MS)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'that is told to end while it starts leaves nothing behind',
    async () => {
      const moments = ['started database', 'started openid-provider', 'started worker'];
      for (const moment of IS_LONG ? [null, ...moments] : moments) {
        for (const delayMs of IS_LONG ? [0, 200, 500, 1_000, 2_000] : [100]) {
          const starting = trial.run('start', 'serving');
          const seen = new Map<number, string>();
          if (moment !== null) await starting.says(moment);
          await sleep(delayMs);
          for (const [pid, name] of await trial.allOf(starting, 'serving')) seen.set(pid, name);
          starting.signal('SIGTERM');
          const { status, lines } = await starting.ends();
          expect({ status, trace: lines.filter((text) => /^\s+at |Error/.test(text)) }).toEqual({
            status: 0,
            trace: [],
          });
          expect(await survivors(seen, ENDED_MS)).toEqual([]);
          expect(await databasePids(join(trial.home, 'serving'))).toEqual(new Map());
        }
      }
    },
    IS_LONG ? 20 * SLOW_MS : SLOW_MS,
  );
});

describe('The demo', () => {
  it(
    'begins afresh in the folder of the last one, also where the database had to lie elsewhere',
    async () => {
      // Closed to others: a database that root starts cannot lie in it.
      await mkdir(join(trial.home, 'closed'), { mode: 0o700 });
      const sbom = await trial.file('twice.cdx.json', storySbom());
      for (const round of ['first', 'second']) {
        const { status, lines } = await trial.run('demo', 'closed/demo', '--exit', '--sbom', sbom).ends();
        expect({ round, status, end: lines.at(-1) }).toEqual({
          round,
          status: 0,
          end: expect.stringContaining('The demo took'),
        });
      }
      await removeEmbeddedPostgres(join(trial.home, 'closed/demo/postgres'));
    },
    SLOW_MS,
  );

  it(
    'that is told to end in the middle of its story ends quietly, with everything it started',
    async () => {
      const line = trial.run('demo', 'middle', '--sbom', await trial.file('middle.cdx.json', storySbom()));
      await line.says('2. A company uploads');
      const all = await trial.allOf(line, 'middle');
      line.signal('SIGINT');
      const { status, lines } = await line.ends();
      expect({ status, end: lines.at(-1) }).toEqual({ status: 1, end: 'Stopping …' });
      expect(await survivors(all, ENDED_MS)).toEqual([]);
    },
    SLOW_MS,
  );
});
