import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anyone, asParent, type FieldRule } from '#platform/graphql';
import { POLICY } from '../../apps/api/src/policy.js';
import { MatrixRunner, SECOND_WAYS, rowOf } from './authorisation/runner.js';
import { PRINCIPALS } from './authorisation/world.js';

/**
 * Makes holes into the policy, one at a time, and asks the matrix. A hole that it does not see would be one that nobody
 * sees. At least 95 of 100 have to be caught; which are not is printed.
 */
const isMutation = (coordinate: string): boolean => coordinate.startsWith('Mutation.');
const rules = Object.entries(POLICY)
  .filter(([, rule]) => rule !== anyone && rule !== asParent)
  // Mutations last: what goes through a hole changes what fields show.
  .sort(([left], [right]) => Number(isMutation(left)) - Number(isMutation(right)));

/** What can go wrong with a rule: it is gone, or it no longer asks a token for its scope. */
const HOLES: Readonly<Record<string, (original: FieldRule) => FieldRule>> = {
  'the rule is gone': () => () => true,
  'the scope is dropped': (original) => (request) => request.principal.kind === 'token' || original(request),
};

let runner: MatrixRunner;
let hole: { readonly coordinate: string; readonly rule: FieldRule } | null = null;

beforeAll(async () => {
  // The schema is wrapped once, at the start; so each rule asks at every request whether it has a hole.
  for (const [coordinate, original] of rules) {
    const asks: FieldRule = (request) => (hole?.coordinate === coordinate ? hole.rule(request) : original(request));
    // It goes on saying what the original says, as the schema has to say something of every mutation.
    Object.assign(POLICY, { [coordinate]: Object.assign(asks, original) });
  }
  runner = await MatrixRunner.open();
}, 120_000);
afterAll(async () => {
  // Other files of the same process ask the same policy.
  Object.assign(POLICY, Object.fromEntries(rules));
  await runner.api.close();
});

/** The fields that a rule guards. */
function guardedBy(coordinate: string): string[] {
  const ways = SECOND_WAYS.filter((way) => way.startsWith(`${coordinate}@`));
  if (!coordinate.endsWith('.*')) return [coordinate, ...ways];
  return runner.coordinates().filter((name) => name.startsWith(coordinate.slice(0, -1)) && !(name in POLICY));
}

async function isSeen(coordinate: string): Promise<boolean> {
  const expected = rowOf(coordinate)!.outcomes;
  if (!isMutation(coordinate)) return (await runner.fieldForAll(coordinate)).join() !== expected.join();
  const name = coordinate.slice('Mutation.'.length);
  const input = await runner.inputOf(name, 'anonymous');
  for (const [at, principal] of PRINCIPALS.entries())
    if (expected[at] !== '+' && (await runner.mutation(name, principal, input)) !== expected[at]) return true;
  return false;
}

describe('a hole in the policy', () => {
  it('is not seen where there is none', async () => {
    for (const [coordinate] of rules) {
      const fields = guardedBy(coordinate);
      const seen = await Promise.all(fields.map(isSeen));
      expect(fields.filter((_field, at) => seen[at])).toEqual([]);
    }
  }, 600_000);

  it('is seen by the matrix wherever it is', async () => {
    const missed: string[] = [];
    let planted = 0;
    for (const [coordinate, original] of rules) {
      for (const [kind, make] of Object.entries(HOLES)) {
        planted += 1;
        hole = { coordinate, rule: make(original) };
        let isFound = false;
        for (const field of guardedBy(coordinate)) isFound ||= await isSeen(field);
        hole = null;
        if (!isFound) missed.push(`${kind}: ${coordinate}`);
      }
    }
    console.info(
      `${String(planted - missed.length)} of ${String(planted)} planted holes were seen; missed: ${missed.join(', ')}`,
    );
    expect(planted).toBeGreaterThan(50);
    expect((planted - missed.length) / planted).toBeGreaterThanOrEqual(0.95);
  }, 600_000);
});
