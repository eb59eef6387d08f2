import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { MATRIX } from './authorisation/matrix.js';
import { INPUTS } from './authorisation/mutations.js';
import { PATHS } from './authorisation/paths.js';
import { MatrixRunner, SECOND_WAYS, byPrincipal, rowOf } from './authorisation/runner.js';
import { PRINCIPALS } from './authorisation/world.js';

let runner: MatrixRunner;
beforeAll(async () => {
  runner = await MatrixRunner.open();
}, 120_000);
// Thirteen principals ask for every field: more than people do in a minute.
beforeEach(() => runner.api.refillBuckets());
afterAll(async () => {
  console.info(`${String(runner.cells)} cells of the matrix were run`);
  await runner.api.close();
});

describe('the matrix', () => {
  it('judges every field of the schema, and nothing that is not there', () => {
    const known = runner.coordinates();
    expect(known.filter((coordinate) => !rowOf(coordinate))).toEqual([]);
    const used = new Set([...known, ...SECOND_WAYS].map((coordinate) => rowOf(coordinate)!.coordinate));
    expect(MATRIX.filter(({ coordinate }) => !used.has(coordinate)).map(({ coordinate }) => coordinate)).toEqual([]);
    expect(Object.keys(PATHS).filter((way) => !isObjectType(runner.schema.getType(way.split('@')[0]!)))).toEqual([]);
    expect(Object.keys(INPUTS).sort()).toEqual(Object.keys(runner.schema.getMutationType()!.getFields()).sort());
  });

  it.each(MATRIX.filter(({ coordinate }) => !coordinate.startsWith('Mutation.')))(
    'is what every principal really gets from $coordinate',
    async (row) => {
      const fields = [...runner.coordinates(), ...SECOND_WAYS].filter((coordinate) => rowOf(coordinate) === row);
      const wrong = Object.entries(await runner.fieldsForAll(fields)).filter(
        ([, outcomes]) => outcomes.join() !== row.outcomes.join(),
      );
      expect(Object.fromEntries(wrong.map(([coordinate, outcomes]) => [coordinate, byPrincipal(outcomes)]))).toEqual(
        {},
      );
    },
    60_000,
  );

  it.each(Object.keys(INPUTS))(
    'is what every principal really gets from the mutation %s, and what is refused changes nothing',
    async (name) => {
      const expected = rowOf(`Mutation.${name}`)!.outcomes;
      const isAllowed = (principal: string): boolean =>
        expected[PRINCIPALS.findIndex((one) => one === principal)] === '+';
      const outcomes = new Map<string, string>();
      for (const principal of PRINCIPALS.filter(isAllowed))
        outcomes.set(principal, await runner.mutation(name, principal, await runner.inputOf(name, principal)));
      const subject = await runner.inputOf(name, 'anonymous');
      const before = await runner.api.fingerprint();
      const refused = PRINCIPALS.filter((one) => !isAllowed(one));
      const answers = await Promise.all(refused.map((principal) => runner.mutation(name, principal, subject)));
      for (const [at, principal] of refused.entries()) outcomes.set(principal, answers[at]!);
      expect(await runner.api.fingerprint()).toEqual(before);
      const found = PRINCIPALS.map((principal) => outcomes.get(principal)!);
      expect(byPrincipal(found)).toEqual(byPrincipal(expected));
    },
    60_000,
  );
});
