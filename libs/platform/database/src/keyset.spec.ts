import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidPageError, assertPageSize, decodeCursor, encodeCursor, toPage } from './keyset.js';

const raw = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('gives back the position that it was made of, and fits into an address', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 200 }).filter((text) => !text.includes('\0')),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (position) => {
        const cursor = encodeCursor(position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, position.length)).toEqual(position);
      }),
    );
  });

  it.each([
    ['with fewer columns', encodeCursor(['a'])],
    ['with more columns', encodeCursor(['a', 'b', 'c'])],
    ['of no list', raw('{"0":"a","1":"b","length":2}')],
    ['with a value that is no text or number', raw('["a",null]')],
    ['with a truth value', raw('["a",true]')],
    ['with a list inside', raw('["a",["b"]]')],
    ['with an object inside', raw('["a",{}]')],
    ['with a number that is endless', raw('["a",1e999]')],
    ['with a text that PostgreSQL cannot store', raw('["a","b\\u0000"]')],
    ['with a text that is too long', raw(JSON.stringify(['a', 'x'.repeat(201)]))],
    ['that is cut off', encodeCursor(['a', 'b']).slice(0, -3)],
    ['of a plain text', 'nonsense'],
    ['of nothing', ''],
  ])('%s is refused', (_case, cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(InvalidPageError);
    expect(() => decodeCursor(cursor, 2)).toThrow(
      expect.objectContaining({ code: 'INVALID_PAGE', messageKey: 'database.invalidCursor', field: ['after'] }),
    );
  });
});

describe('a page', () => {
  it('has 1 to 100 rows', () => {
    for (const first of [1, 2, 100]) expect(() => assertPageSize(first)).not.toThrow();
    for (const first of [0, -1, 101, 1.5, NaN, Infinity])
      expect(() => assertPageSize(first)).toThrow(
        expect.objectContaining({ code: 'INVALID_PAGE', messageKey: 'database.invalidPageSize', field: ['first'] }),
      );
  });

  it('knows by the row that was asked for beyond it whether another follows', () => {
    const position = (row: number) => [row];
    expect(toPage([1, 2, 3], 2, position)).toEqual({
      rows: [1, 2],
      cursors: [encodeCursor([1]), encodeCursor([2])],
      hasNextPage: true,
    });
    expect(toPage([1, 2], 2, position)).toMatchObject({ rows: [1, 2], hasNextPage: false });
    expect(toPage([], 2, position)).toEqual({ rows: [], cursors: [], hasNextPage: false });
  });
});
