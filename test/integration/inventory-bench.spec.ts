import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { documentRow, isWithin, table } from '../../scripts/bench/inventory/report.mjs';

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
