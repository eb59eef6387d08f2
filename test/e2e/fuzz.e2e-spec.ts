/**
 * Bodies that are made out of the schema, half of them valid, from really signed-in principals: none of them ends in a
 * failure of ours, tells how we are made, or keeps us busy.
 *
 *   MAINSTAY_LONG=1      10,000 bodies instead of 1,000
 *   MAINSTAY_SEED=number the seed of a run, to have the same bodies again; it is printed
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { parse, validate } from 'graphql';
import { MatrixRunner } from './authorisation/runner.js';
import { PRINCIPALS } from './authorisation/world.js';
import { GraphqlBodies } from '../support/graphql-bodies.js';

const COUNT = process.env.MAINSTAY_LONG === '1' ? 10_000 : 1_000;
const SEED = Number(process.env.MAINSTAY_SEED ?? randomInt(1, 2 ** 31));
const LIMIT_MS = 2_000;
/** What only we know: where files lie, how statements read, and what a stack looks like. */
const LEAK = /node_modules|\/libs\/|\/dist\/|\.ts:\d|\bat \w+ \(|SELECT |INSERT INTO|postgres|QueryFailed|mainstay_app/;

let runner: MatrixRunner;
beforeAll(async () => {
  runner = await MatrixRunner.open();
}, 120_000);
afterAll(() => runner.api.close());

interface Finding {
  readonly what: string;
  readonly body: string;
  readonly answer: string;
}

let refusedForPoints = 0;
let slowestMs = 0;

async function findingOf(body: unknown, headers: Readonly<Record<string, string>>): Promise<Finding | null> {
  const sent = JSON.stringify(body);
  const began = performance.now();
  const response = await fetch(`${runner.api.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: sent,
  });
  const answer = await response.text();
  const took = performance.now() - began;
  if (response.status === 429) refusedForPoints += 1;
  slowestMs = Math.max(slowestMs, took);
  const what =
    response.status >= 500 || answer.includes('"INTERNAL"')
      ? 'a failure of ours'
      : LEAK.test(answer)
        ? 'a leak'
        : took > LIMIT_MS
          ? `${took.toFixed(0)} ms`
          : null;
  return what === null
    ? null
    : { what: `${what} (${String(response.status)})`, body: sent, answer: answer.slice(0, 500) };
}

describe('generated bodies', () => {
  it(
    'end in an answer that is ours, whoever sends them',
    async () => {
      const bodies = new GraphqlBodies(runner.schema, Object.values(runner.world.ids), SEED);
      const findings: Finding[] = [];
      let valid = 0;
      for (let n = 0; n < COUNT; n += 1) {
        // A body that is refused for want of points tries nothing else.
        if (n % 25 === 0) await runner.api.refillBuckets();
        const text = n % 3 === 2 ? null : bodies.valid();
        if (text !== null && validate(runner.schema, parse(text)).length === 0) valid += 1;
        const { headers } = runner.world.as[bodies.one(PRINCIPALS)];
        const finding = await findingOf(text === null ? bodies.broken() : { query: text }, headers);
        if (finding) findings.push(finding);
      }
      console.info(
        `${String(COUNT)} bodies of seed ${String(SEED)}, ${String(valid)} of them valid, ${String(refusedForPoints)} refused for points; the slowest took ${slowestMs.toFixed(0)} ms`,
      );
      expect(findings).toEqual([]);
      expect(valid - refusedForPoints).toBeGreaterThanOrEqual(COUNT / 2);
    },
    COUNT * 200,
  );

  it('would be found when they leak', () => {
    for (const text of [
      'at resolve (/app/libs/needs/src/x.ts:3)',
      'QueryFailedError: relation',
      'SELECT id FROM person',
    ])
      expect(LEAK.test(text)).toBe(true);
  });
});
