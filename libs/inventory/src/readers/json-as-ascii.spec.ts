import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonAsAscii } from './json-as-ascii.js';

function resultOf(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'no JSON';
  }
}

/** A document between so much white space that it is worth rewriting, at any place in a block. */
function padded(text: string, before: number): Buffer {
  return Buffer.from(`${' '.repeat(before)}${text}${' '.repeat(40_000)}`);
}

const fragments = fc.array(
  fc.constantFrom(
    '\\',
    '\\\\',
    '"',
    'é',
    'ß',
    '\u2028',
    '漢',
    '😀',
    'a',
    '\\u00e9',
    '\n',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
  ),
  { maxLength: 12 },
);

describe('JSON as ASCII', () => {
  it('is parsed to the value of the document', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat({ max: 1_100 }), (text, before) => {
        const utf8 = padded(text, before);
        expect(resultOf(jsonAsAscii(utf8))).toEqual(resultOf(utf8.toString()));
      }),
      { numRuns: 500 },
    );
  });

  it('is no JSON where the document is none, in and outside of strings', () => {
    fc.assert(
      fc.property(fragments, fc.boolean(), fc.integer({ min: 1_000, max: 1_030 }), (parts, isString, before) => {
        const utf8 = padded(isString ? `"${parts.join('')}"` : parts.join(''), before);
        expect(resultOf(jsonAsAscii(utf8))).toEqual(resultOf(utf8.toString()));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['behind a backslash', '"\\é"'],
    ['behind a backslash at the end of a block', `"${'x'.repeat(1_022)}\\é"`],
    ['behind two backslashes', '"\\\\é"'],
    ['outside of a string', '{é: 1}'],
    ['of two units', '"😀"'],
  ])('keeps apart what is written anew: %s', (_, text) => {
    const utf8 = padded(text, 0);
    expect(resultOf(jsonAsAscii(utf8))).toEqual(resultOf(utf8.toString()));
  });

  it('has one byte for a character, unless most of the document would have to be written anew', () => {
    expect(jsonAsAscii(padded('"é"', 0))).toMatch(/^[\0-\x7f]+$/);
    const wide = Buffer.from(`"${'漢'.repeat(10_000)}"`);
    expect(jsonAsAscii(wide) === wide.toString()).toBe(true);
  });
});
