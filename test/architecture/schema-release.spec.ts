import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInterfaceType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';

const ROOT = join(import.meta.dirname, '../..');

/** Removals that were announced: the element carried `@deprecated` in the schema that was released last. */
const REMOVALS: readonly string[] = [BreakingChangeType.FIELD_REMOVED, BreakingChangeType.VALUE_REMOVED_FROM_ENUM];

/** What would break clients of the released schema, one line each. */
function breaksOf(released: GraphQLSchema, current: GraphQLSchema): string[] {
  const deprecated = deprecatedIn(released);
  return findBreakingChanges(released, current)
    .filter(({ type, description }) => !(REMOVALS.includes(type) && deprecated.has(removedIn(description))))
    .map(({ description }) => description);
}

/** graphql-js says "Type.field was removed." and "VALUE was removed from enum type Enum." */
function removedIn(description: string): string {
  if (!description.includes('enum type')) return description.split(' ')[0]!;
  const [, value, name] = /^(\S+) was removed from enum type (\S+?)\.$/.exec(description) ?? [];
  return `${name ?? ''}.${value ?? ''}`;
}

function deprecatedIn(schema: GraphQLSchema): Set<string> {
  const found = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    const elements = isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields())
        : [];
    for (const { name, deprecationReason } of elements)
      if (deprecationReason != null) found.add(`${type.name}.${name}`);
  }
  return found;
}

const read = async (name: string): Promise<GraphQLSchema> => buildSchema(await readFile(join(ROOT, name), 'utf8'));

it('the schema breaks no client of the one that was released last', async () => {
  expect(breaksOf(await read('schema.released.graphql'), await read('schema.graphql'))).toEqual([]);
});

describe('a planted change', () => {
  const released = `type Query { a(x: Int): Int, b: E, old: Int @deprecated(reason: "Use a.") } enum E { ONE TWO THREE @deprecated(reason: "Use TWO.") }`;

  it.each([
    ['of nothing is none', 'type Query', 'type Query', []],
    ['that adds a field is none', 'a(x: Int): Int', 'a(x: Int): Int, c: Int', []],
    ['that removes a deprecated field is none', ', old: Int @deprecated(reason: "Use a.")', '', []],
    ['that removes a deprecated value is none', ' THREE @deprecated(reason: "Use TWO.")', '', []],
    ['that removes a field is seen', 'a(x: Int): Int, ', '', ['Query.a was removed.']],
    ['that removes a value is seen', 'ONE TWO', 'ONE', ['TWO was removed from enum type E.']],
    ['that changes a type is seen', '): Int', '): String', ['Query.a changed type from Int to String.']],
    ['that asks for a new argument is seen', 'x: Int', 'x: Int, y: Int!', ['A required arg y on Query.a was added.']],
    ['that removes an argument is seen', '(x: Int)', '', ['Query.a arg x was removed.']],
  ])('%s', (_case, before, after, breaks) => {
    expect(released).toContain(before);
    expect(breaksOf(buildSchema(released), buildSchema(released.replace(before, after)))).toEqual(breaks);
  });
});
