import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { unpagedLists } from './unpaged-lists.js';

const fieldsOf = (fields: string) => [
  ...unpagedLists(
    buildSchema(`
      type Query { ${fields} }
      type Thing { id: ID! tags: [String!]! }
      enum Role { ADMIN }
      type UserError { message: String! }
      type ThingEdge { node: Thing! }
      type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! }
    `),
  ),
];

describe('lists without pages', () => {
  it.each(['things: [Thing!]!', 'things: [Thing!]', 'things: [Thing]', 'things(of: ID!): [Thing!]!'])(
    'are those of objects: %s',
    (field) => {
      expect(fieldsOf(field)).toEqual(['things']);
    },
  );

  it.each([
    ['one object', 'thing: Thing!'],
    ['a list of words', 'words: [String!]!'],
    ['a list of values', 'roles: [Role!]!'],
    ['a list that asks for its size', 'things(first: Int!): [Thing!]!'],
    ['a page and its parts', 'things(first: Int!): ThingConnection!'],
    ['the refusals of a mutation', 'userErrors: [UserError!]!'],
  ])('are not %s', (_case, field) => {
    expect(fieldsOf(field)).toEqual([]);
  });
});
