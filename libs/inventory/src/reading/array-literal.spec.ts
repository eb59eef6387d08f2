import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { arrayLiteral } from './array-literal.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

it('comes back from PostgreSQL as it went, whatever the texts are made of', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', 'null', '{}', '","', '\\', '"', "'", '\n', '$1'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(text)),
      fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 }))),
      async (texts, numbers) => {
        const [row] = await database.asOwner('SELECT $1::text[] AS texts, $2::int[] AS numbers', [
          arrayLiteral(texts),
          arrayLiteral(numbers),
        ]);
        expect(row).toEqual({ texts, numbers });
      },
    ),
  );
});
