import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, it } from '@jest/globals';
import { areDistinct } from './distinct-items.js';

const isUnique = new Ajv().compile({ type: 'array', uniqueItems: true });

/** The usual check calls methods of what it compares, and fails where a document has keys of their names. */
const METHOD_NAMES = /"(?:constructor|valueOf|toString)":/;

it('says of every list what the usual check says', () => {
  const small = fc.jsonValue({ maxDepth: 2 });
  const pool = fc.constantFrom<unknown>(1, '1', null, true, {}, [], { a: 1, b: [2] }, { b: [2], a: 1 }, [1, 2], [2, 1]);
  const lists = fc
    .array(fc.oneof(small, pool), { maxLength: 8 })
    .filter((list) => !METHOD_NAMES.test(JSON.stringify(list)));
  fc.assert(
    fc.property(lists, (list) => expect(areDistinct(list)).toBe(isUnique(list))),
    { numRuns: 500 },
  );
});

it('compares keys that are named as methods are', () => {
  expect(areDistinct([{}, { valueOf: false }, { toString: 1 }, { constructor: 2 }])).toBe(true);
  expect(areDistinct([{ valueOf: 1 }, { valueOf: 1 }])).toBe(false);
});

it('takes a list of 200,000 objects without comparing each with each', () => {
  const list = Array.from({ length: 200_000 }, (_, index) => ({ name: 'x', index }));
  const began = performance.now();
  expect([areDistinct(list), areDistinct([...list, { index: 7, name: 'x' }])]).toEqual([true, false]);
  // The usual check takes minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});
