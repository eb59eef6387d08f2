import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidPageError, assertPageSize, decodeCursor, encodeCursor, startOf, toPage } from './keyset.js';

const raw = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('gives back the position that it was made of, and fits into an address', () => {
    const text = fc.string({ maxLength: 200 }).filter((value) => !value.includes('\0'));
    const years = { min: new Date('0001-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z') };
    const instant = fc.date({ ...years, noInvalidDate: true }).map((date) => date.toISOString());
    fc.assert(
      fc.property(
        fc.tuple(text, fc.oneof(fc.integer(), fc.constantFrom(2 ** 31 - 1, -(2 ** 31))), instant, fc.uuid()),
        (position) => {
          const cursor = encodeCursor(position);
          expect(cursor).toMatch(/^[\w-]+$/);
          expect(decodeCursor(cursor, ['text', 'integer', 'instant', 'uuid'])).toEqual(position);
        },
      ),
    );
  });

  it.each([
    ['instant', 'yesterday'],
    ['instant', 1_700_000_000_000],
    ['instant', '2026-11-24'],
    ['instant', '2026-02-31T00:00:00.000Z'],
    ['instant', '0000-01-01T00:00:00.000Z'],
    ['instant', '+012026-11-24T00:00:00.000Z'],
    ['instant', '2026-11-24T00:00:00.000Z\n'],
    ['uuid', 'need_01h455vb4pex5vsknk084sn02q'],
    ['uuid', 7],
    ['text', 7],
    ['integer', '7'],
    ['integer', 0.5],
    ['integer', 2 ** 31],
    ['integer', -(2 ** 31) - 1],
  ] as const)('with a column of type %s is refused with %j in it', (column, value) => {
    expect(() => decodeCursor(encodeCursor([value]), [column])).toThrow(InvalidPageError);
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
    expect(() => decodeCursor(cursor, ['text', 'text'])).toThrow(InvalidPageError);
    expect(() => decodeCursor(cursor, ['text', 'text'])).toThrow(
      expect.objectContaining({ code: 'INVALID_PAGE', messageKey: 'database.invalidCursor', field: ['after'] }),
    );
  });
});

describe('a page', () => {
  it('starts with a null for each column, or after the position of its cursor', () => {
    const columns = ['text', 'integer'] as const;
    expect(startOf({ first: 1, after: null }, columns)).toEqual([null, null]);
    expect(startOf({ first: 1, after: encodeCursor(['a', 1]) }, columns)).toEqual(['a', 1]);
    expect(() => startOf({ first: 1, after: encodeCursor([1, 'a']) }, columns)).toThrow(InvalidPageError);
    expect(() => startOf({ first: 0, after: null }, columns)).toThrow(InvalidPageError);
  });

  it('has 1 to 100 rows', () => {
    for (const first of [1, 2, 100]) expect(() => assertPageSize(first)).not.toThrow();
    for (const first of [0, -1, 101, 1.5, NaN, Infinity])
      expect(() => assertPageSize(first)).toThrow(
        expect.objectContaining({ code: 'INVALID_PAGE', messageKey: 'database.invalidPageSize', field: ['first'] }),
      );
  });

  it('knows by the row that was asked for beyond it whether another follows', () => {
    const position = (row: number) => [row];
    const page = toPage([1, 2, 3], 2, position);
    expect(page).toMatchObject({ rows: [1, 2], hasNextPage: true });
    expect(page.rows.map((_, index) => page.cursorAt(index))).toEqual([encodeCursor([1]), encodeCursor([2])]);
    expect(toPage([1, 2], 2, position)).toMatchObject({ rows: [1, 2], hasNextPage: false });
    expect(toPage([], 2, position)).toMatchObject({ rows: [], hasNextPage: false });
  });
});
