import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256, sha256Hex, type Canonical } from './canonical-json.js';

describe('the canonical form', () => {
  it('orders keys by UTF-16 code units, as in the sorting vector of RFC 8785', () => {
    const vector = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const values = [...canonicalJson(vector).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('escapes what RFC 8785 escapes and nothing else', () => {
    expect(canonicalJson('\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\u005c"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f\u007f\u2028é😀')).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028é😀"',
    );
  });

  it.each<[Canonical, string]>([
    [null, 'null'],
    [true, 'true'],
    [false, 'false'],
    [0, '0'],
    [-0, '0'],
    [-1, '-1'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [1e15, '1000000000000000'],
    ['', '""'],
    [[], '[]'],
    [{}, '{}'],
    [[1, [2, 'a'], { b: 1, a: [] }], '[1,[2,"a"],{"a":[],"b":1}]'],
    [{ b: { d: 1, c: 2 }, a: [{ y: 1, x: 2 }] }, '{"a":[{"x":2,"y":1}],"b":{"c":2,"d":1}}'],
    [{ '10': 1, '9': 2, '': 3 }, '{"":3,"10":1,"9":2}'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['a fraction', 0.5],
    ['a number beyond the safe integers', 2 ** 53],
    ['not a number', NaN],
    ['infinity', Infinity],
    ['nothing', undefined],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['half of a surrogate pair', 'a\ud83d'],
    ['the other half', '\ude00b'],
  ])('refuses %s, at the top, inside an array and inside an object', (_case, value) => {
    for (const nested of [value, [value], { key: [{ key: value }] }])
      expect(() => canonicalJson(nested as Canonical)).toThrow(TypeError);
  });

  it('refuses half of a surrogate pair in a key', () => {
    expect(() => canonicalJson({ '\ud83d': 1 })).toThrow(TypeError);
  });

  it('says the same for the same value in any order of keys, and can be read back', () => {
    const value = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
      node: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('node'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (given) => {
        const text = canonicalJson(given as Canonical);
        const read = JSON.parse(text) as Canonical;
        expect(canonicalJson(reversed(read))).toBe(text);
        expect(read).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });
});

it('hashes the UTF-8 bytes with SHA-256', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('é')).toEqual(sha256(Buffer.from([0xc3, 0xa9])));
});

function reversed(value: Canonical): Canonical {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as Record<string, Canonical>).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reversed(inner)]));
}
