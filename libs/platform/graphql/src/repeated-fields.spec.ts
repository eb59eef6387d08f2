import { describe, expect, it } from '@jest/globals';
import { Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { DOCUMENT_LIMITS, checkDocument } from './document-limits.js';
import { repeatedPairs } from './repeated-fields.js';

function pairsOf(text: string): number {
  const { definitions } = parse(text);
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  return repeatedPairs([operation.selectionSet], new Map(fragments.map((node) => [node.name.value, node])));
}

describe('fields that answer under the same name', () => {
  it.each<[string, number, string]>([
    ['are none when each is selected once', 0, '{ a b { a b } c { a } }'],
    ['are counted in pairs', 6, '{ a a a a }'],
    ['are told apart by their alias', 0, '{ a x: a y: a }'],
    ['may be different fields', 1, '{ x: a x: b }'],
    ['are those of parents that are the same', 1 + 1, '{ a { x } a { x } }'],
    ['are not those of parents that are others', 0, '{ a { x } b { x } }'],
    ['count inside of inline fragments', 1, '{ a { x } ... { a: b } ... on Q { c } }'],
    ['count inside of fragments', 3, '{ a ...F ...G } fragment F on Q { a } fragment G on Q { a }'],
    ['count once in a fragment that is spread twice at one place', 1, '{ a ...F ...F } fragment F on Q { a }'],
    ['do not grow with fragments that double', 0, '{ ...F ...F } fragment F on Q { ...G ...G } fragment G on Q { a }'],
  ])('%s', (_case, expected, text) => {
    expect(pairsOf(text)).toBe(expected);
  });

  it('are refused beyond the limit, wherever they stand', () => {
    const { repeatedPairs: limit } = DOCUMENT_LIMITS;
    const most = Math.floor((1 + Math.sqrt(1 + 8 * limit)) / 2);
    const repeated = (count: number, field: string) => `{ a { ${field.repeat(count)} } }`;
    expect(() => checkDocument(repeated(most, 'x '), {})).not.toThrow();
    expect(() => checkDocument(repeated(most + 1, 'x '), {})).toThrow('tooManyRepeats');
    expect(() => checkDocument(repeated(12, 'x { y y y y y } '), {})).toThrow('tooManyRepeats');
  });
});
