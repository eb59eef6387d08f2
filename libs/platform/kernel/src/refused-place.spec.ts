import { describe, expect, it } from '@jest/globals';
import { placeOf } from './refused-place.js';

describe('the place of a refusal', () => {
  it.each([
    [
      { line: 2, column: 3, offset: 9 },
      { line: 2, column: 3, path: null },
    ],
    [{ line: 7 }, { line: 7, column: null, path: null }],
    [
      { pointer: '/components/0', expected: 'x' },
      { line: null, column: null, path: '/components/0' },
    ],
    [
      { pointer: 'line 12', expected: 'x' },
      { line: 12, column: null, path: null },
    ],
    [{}, { line: null, column: null, path: null }],
  ])('%j is %j', (details, place) => {
    expect(placeOf(details)).toEqual(place);
  });
});
