import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { documentRow, isWithin, table } from '../../scripts/bench/inventory/report.mjs';
import { processTree, survivors } from '../support/command-line.js';
import { plainEnvironment } from '../support/story-rig.js';

const spread = (median: number) => ({ minimum: median / 2, median, maximum: median * 2 });
const MEASURED = { own: spread(10), base: spread(30), ratio: spread(1 / 3) };
const WORDS = { title: 'One against another', inside: 'all of it' };

describe('the report of the bench of inventories', () => {
  it.each([
    ['at least 3 times faster, which it is', { faster: 3 }, true],
    ['at least 4 times faster, which it is not', { faster: 4 }, false],
    ['at most half as long, which it takes', { slower: 0.5 }, true],
    ['at most a quarter as long, which it exceeds', { slower: 0.25 }, false],
  ])('judges a limit: %s', (_name, limit, met) => {
    const row = documentRow('one', { ...WORDS, ...limit }, MEASURED);
    expect(isWithin(row)).toBe(met);
    expect(table([row])).toContain(met ? 'met' : 'MISSED');
  });

  it('tells the worst of a run in the direction of its limit', () => {
    expect(documentRow('one', { ...WORDS, faster: 2 }, MEASURED)).toMatchObject({ value: 3, worst: 1.5 });
    expect(documentRow('one', { ...WORDS, slower: 2 }, MEASURED)).toMatchObject({ value: 1 / 3, worst: 2 / 3 });
  });
});

it('measures both sides of a figure, after both have shown that they did the work', async () => {
  const program = path.resolve('scripts/bench/inventory/document-process.mjs');
  const run = promisify(execFile)(process.execPath, [program, process.cwd(), 'xml-large', '1']);
  const { found, own, base, first } = JSON.parse((await run).stdout) as {
    found: number;
    own: { median: number };
    base: { median: number };
    first: { ours: number; peer: number };
  };
  expect(found).toBe(3_000);
  for (const took of [own.median, base.median, first.ours, first.peer]) expect(took).toBeGreaterThan(0);
  // A reader that took this much longer than its parser would do something else than reading.
  expect(own.median / base.median).toBeLessThan(20);
}, 60_000);

describe('a bench that is told to end', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'mainstay-bench-trial-'));
    // PostgreSQL may have to run as somebody else.
    await chmod(home, 0o755);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  /** Its processes, and the server of its database, which names the folder. */
  async function processesOf(bench: ChildProcess): Promise<Map<number, string>> {
    const servers = [...(await processTree(1))].filter(([, command]) => command.includes(home));
    return new Map([...(await processTree(bench.pid!)), ...servers]);
  }

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'by %s, twice as npm passes it on, takes its database with it',
    async (signal, status) => {
      const program = [path.resolve('scripts/bench.mjs'), 'inventory', '--only', 'delay'];
      const bench = spawn(process.execPath, program, {
        env: { ...plainEnvironment(), TMPDIR: home },
        stdio: 'ignore',
      });
      const ended = once(bench, 'exit');
      let all = new Map<number, string>();
      while (bench.exitCode === null && ![...all.values()].some((command) => command.includes('/postgres -D'))) {
        await sleep(50);
        all = await processesOf(bench);
      }
      bench.kill(signal);
      bench.kill(signal);
      expect(await ended).toEqual([status, null]);
      expect(await survivors(all, 5_000)).toEqual([]);
      expect(await readdir(home)).toEqual([]);
    },
    60_000,
  );
});
