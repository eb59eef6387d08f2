import { describe, expect, it } from '@jest/globals';
import { parse, type DocumentNode } from 'graphql';
import { BadRequestError } from './request-errors.js';
import { assertStorableDocument, assertStorableValues } from './storable-text.js';

const PLAIN = parse('{ a }');
const assertStorable = (document: DocumentNode, variables: unknown): void => {
  assertStorableDocument(document);
  assertStorableValues(variables);
};
const NESTED = JSON.parse(`${'['.repeat(40_000)}"\\u0000"${']'.repeat(40_000)}`) as unknown;

describe('a text of a request', () => {
  it.each([
    ['a literal', parse(String.raw`{ a(b: "x\u0000") }`), {}],
    ['a literal inside of lists and objects', parse(String.raw`{ a(b: [{ c: "\u0000" }]) }`), {}],
    ['a block', parse(`{ a(b: """\0""") }`), {}],
    ['a variable', PLAIN, { x: '\0' }],
    ['a variable inside of lists and objects', PLAIN, { x: [{ y: ['ok', '\0'] }] }],
    ['a variable that is nested deeper than any stack', PLAIN, { x: NESTED }],
    ['the first half of a pair', PLAIN, { x: 'a\uD83D' }],
    ['the second half of a pair', PLAIN, { x: '\uDE00a' }],
  ])('is refused with what cannot be stored in %s', (_case, document, variables) => {
    expect(() => assertStorable(document, variables)).toThrow(BadRequestError);
  });

  it('may have every other character', () => {
    const text = 'é 😀 \u0001 \uFFFF \\u0000';
    expect(() =>
      assertStorable(parse(`{ a(b: ${JSON.stringify('é 😀')}) }`), { x: text, y: [null, 1, true] }),
    ).not.toThrow();
    expect(() => assertStorable(PLAIN, undefined)).not.toThrow();
  });
});
