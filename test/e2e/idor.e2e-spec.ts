import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType, isLeafType, type GraphQLInputField, type GraphQLSchema } from 'graphql';
import { formatId, newId, type IdPrefix } from '#platform/kernel';
import { INPUTS } from './authorisation/mutations.js';
import { ARGUMENTS } from './authorisation/paths.js';
import { MatrixRunner } from './authorisation/runner.js';
import type { World } from './authorisation/world.js';
import { statementsDuring } from '../support/statements.js';
import type { GraphqlAnswer, TestApi } from '../support/test-api.js';

/**
 * Every id that a client can send, replaced by one of somebody else, by one of nothing, by one of another type, and by
 * nonsense: whoever asks cannot tell them apart, by the answer or by the work that was done for it.
 */
let runner: MatrixRunner;
let api: TestApi;
let world: World;
let schema: GraphQLSchema;
beforeAll(async () => {
  runner = await MatrixRunner.open();
  ({ api, world, schema } = runner);
}, 120_000);
afterAll(() => api.close());

const absent = (id: string): string => formatId(id.split('_')[0] as IdPrefix, newId<IdPrefix>());
const NONSENSE = ['', 'x', 'nonsense_01h455vb4pex5vsknk084sn02q', "' OR 1=1 --", '../../etc/passwd'];

/** Answer and statements, without the ids and instants that differ by themselves. */
async function seen(text: string, variables: object, id: string): Promise<object> {
  let answer: GraphqlAnswer | undefined;
  const statements = await statementsDuring(api, async () => {
    answer = await api.gql(text, { ...variables, id }, world.as.rival);
  });
  // A refusal may say back which id it was asked for.
  const plain = id.length < 20 ? JSON.stringify(answer) : JSON.stringify(answer).replaceAll(id, 'ID');
  return { answer: plain, statements: statements.map((text) => text.replace(/app\.now = '[^']+'/, 'app.now')) };
}

describe('an id in a query', () => {
  const fields = Object.entries(ARGUMENTS)
    .map(([coordinate, text]) => ({ coordinate, name: /"\{(\w+)\}"/.exec(text)?.[1], text }))
    // Public objects are everybody's; for them there is no "somebody else's".
    .filter(
      ({ name }) =>
        name !== undefined && !['need', 'supported', 'project', 'roleGrant', 'roleCase', 'seated'].includes(name),
    );

  it.each(fields)(
    "of $coordinate that is somebody else's is answered as one of nothing, of another type, or none at all",
    async ({ coordinate, name, text }) => {
      const field = coordinate.split('.')[1]!;
      const isLeaf = isLeafType(getNamedType(schema.getQueryType()!.getFields()[field]!.type));
      const query = `query ($id: ID!) { ${field}${text.replace(/"\{\w+\}"/g, '$id')} ${isLeaf ? '' : '{ __typename }'} }`;
      const foreign = world.ids[name!]!;
      const nothing = await seen(query, {}, absent(foreign));
      expect(await seen(query, {}, foreign)).toEqual(nothing);
      const owner = name === 'host' ? world.as.officer : world.as.admin;
      expect((await api.gql(query, { id: foreign }, owner)).errors ?? []).toEqual([]);
      // They take ids of several kinds, and say by the answer that one of another kind is public.
      if (['Query.node', 'Query.history'].includes(coordinate)) return;
      for (const other of [world.ids.milestone!, ...NONSENSE]) expect(await seen(query, {}, other)).toEqual(nothing);
    },
  );
});

describe('an id that cannot be stored', () => {
  it.each(['\u0000', 'plg_\uD800'])('is refused before anything but the session is looked up: %j', async (id) => {
    const statements = await statementsDuring(api, async () => {
      const answer = await api.gql('query ($id: ID!) { pledge(id: $id) { id } }', { id }, world.as.rival);
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });
    expect(statements.filter((text) => !text.includes('FROM session'))).toEqual([]);
  });
});

describe('an id in the input of a mutation', () => {
  /** Paths of the fields of an input that take an id. */
  function idFields(type: unknown): string[] {
    if (!isInputObjectType(type)) return [];
    return Object.values(type.getFields())
      .filter((field: GraphQLInputField) => getNamedType(field.type).name === 'ID')
      .map(({ name }) => name);
  }

  let tried = 0;
  it.each(Object.entries(INPUTS))(
    "of %s that is nothing's is refused with the code of one that is somebody else's, and changes nothing",
    async (name, { type }) => {
      // One caller tries every mutation there is.
      await api.refillBuckets();
      const right = (await runner.inputOf(name, 'anonymous')) as Record<string, unknown>;
      const codeOf = (changed: object): Promise<string> => runner.mutation(name, 'rival', { ...right, ...changed });
      for (const field of idFields(schema.getType(type))) {
        const foreign = right[field];
        if (typeof foreign !== 'string' || (await codeOf({})) === '+') continue;
        const expected = await codeOf({ [field]: absent(foreign) });
        const before = await api.fingerprint();
        for (const id of [world.ids.project!, ...NONSENSE]) {
          tried += 1;
          expect({ field, id, code: await codeOf({ [field]: id }) }).toEqual({ field, id, code: expected });
        }
        expect(await api.fingerprint()).toEqual(before);
      }
    },
    60_000,
  );

  it('was looked at in all mutations that take one', () => {
    expect(tried).toBeGreaterThan(100);
  });
});
