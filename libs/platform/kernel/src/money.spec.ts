import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CURRENCIES, currencyExponent } from './currencies.js';
import {
  CurrencyMismatchError,
  InvalidAmountError,
  UnknownCurrencyError,
  addMoney,
  basisPoints,
  currency,
  decimalOf,
  formatMoney,
  money,
  positiveMoney,
  sameMoney,
  splitMoney,
  subtractMoney,
} from './money.js';

const MAX = 2n ** 63n - 1n;
const minorOf = (parts: readonly { minor: bigint }[]) => parts.map(({ minor }) => minor);

describe('splitting', () => {
  const weights = fc
    .array(fc.bigInt(0n, 10n ** 20n), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((weight) => weight > 0n));

  it('gives parts that sum exactly to the amount and lie less than one unit from their share', () => {
    fc.assert(
      fc.property(fc.bigInt(-MAX, MAX), weights, (minor, list) => {
        const parts = minorOf(splitMoney(money(minor, 'USD'), list));
        const total = list.reduce((sum, weight) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(minor);
        expect(parts.filter((part, index) => list[index] === 0n && part !== 0n)).toEqual([]);
        for (const [index, part] of parts.entries()) {
          const distance = part * total - minor * list[index]!;
          expect(distance < total && distance > -total).toBe(true);
        }
      }),
    );
  });

  it('splits a negative amount as the mirror image of the positive one', () => {
    expect(minorOf(splitMoney(money(-10n, 'USD'), [1n, 1n, 1n]))).toEqual([-4n, -3n, -3n]);
    fc.assert(
      fc.property(fc.bigInt(0n, MAX), weights, (minor, list) => {
        const mirrored = minorOf(splitMoney(money(-minor, 'USD'), list)).map((part) => -part);
        expect(mirrored).toEqual(minorOf(splitMoney(money(minor, 'USD'), list)));
      }),
    );
  });

  it.each([
    ['the largest fraction takes the unit that is left', 10n, [1n, 2n, 2n], [2n, 4n, 4n]],
    ['fractions decide, not weights', 5n, [6n, 5n, 1n], [3n, 2n, 0n]],
    ['ties go to the earlier position', 11n, [1n, 1n, 1n], [4n, 4n, 3n]],
    ['ties go to the earlier position among equal fractions only', 1n, [1n, 3n, 3n], [0n, 1n, 0n]],
    ['a weight of zero gets nothing, wherever it stands', 7n, [0n, 1n, 0n, 1n], [0n, 4n, 0n, 3n]],
    ['an amount of zero', 0n, [1n, 2n], [0n, 0n]],
    ['fewer units than parts', 2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    ['one part', MAX, [3n], [MAX]],
  ])('%s', (_case, minor, list, expected) => {
    expect(minorOf(splitMoney(money(minor, 'KWD'), list))).toEqual(expected);
  });

  it('refuses weights that are negative, all zero, or none', () => {
    for (const list of [[], [0n], [0n, 0n], [2n, -1n]])
      expect(() => splitMoney(money(10n, 'USD'), list)).toThrow(RangeError);
  });
});

describe('the decimal form', () => {
  it.each([
    ['JPY', 0n, '0'],
    ['JPY', 1234n, '1234'],
    ['JPY', -5n, '-5'],
    ['USD', 0n, '0.00'],
    ['USD', 5n, '0.05'],
    ['USD', -5n, '-0.05'],
    ['USD', 1234n, '12.34'],
    ['USD', -123456n, '-1234.56'],
    ['KWD', 7n, '0.007'],
    ['KWD', 1234n, '1.234'],
    ['KWD', -1234n, '-1.234'],
    ['USD', MAX, '92233720368547758.07'],
  ])('of %s %s is %s', (code, minor, text) => {
    expect(decimalOf(money(minor, code))).toBe(text);
  });

  it.each([
    ['USD', 100000n, '1,000.00 USD'],
    ['USD', -100000000n, '-1,000,000.00 USD'],
    ['USD', -10000n, '-100.00 USD'],
    ['JPY', 999n, '999 JPY'],
    ['JPY', 1000n, '1,000 JPY'],
    ['KWD', 1234567n, '1,234.567 KWD'],
  ])('for people of %s %s is %s', (code, minor, text) => {
    expect(formatMoney(money(minor, code))).toBe(text);
  });
});

describe('a fee in basis points', () => {
  it.each([
    [10_000n, 500, 500n],
    [19n, 500, 0n],
    [20n, 500, 1n],
    [39n, 500, 1n],
    [1n, 10_000, 1n],
    [1n, 9_999, 0n],
    [MAX, 0, 0n],
    [MAX, 10_000, MAX],
  ])('of %s at %s is %s, rounded down', (minor, points, fee) => {
    expect(basisPoints(money(minor, 'USD'), points).minor).toBe(fee);
  });

  it('of a reversal is the exact opposite of the fee', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX), fc.integer({ min: 0, max: 10_000 }), (minor, points) => {
        expect(basisPoints(money(-minor, 'USD'), points).minor).toBe(-basisPoints(money(minor, 'USD'), points).minor);
      }),
    );
  });
});

describe('amounts', () => {
  it('of two currencies are never added, subtracted or the same', () => {
    const dollars = money(1n, 'USD');
    const euros = money(1n, 'EUR');
    expect(() => addMoney(dollars, euros)).toThrow(CurrencyMismatchError);
    expect(() => subtractMoney(dollars, euros)).toThrow(CurrencyMismatchError);
    expect(sameMoney(dollars, euros)).toBe(false);
    expect(sameMoney(dollars, money(1n, 'USD'))).toBe(true);
    expect(sameMoney(dollars, money(2n, 'USD'))).toBe(false);
  });

  it('are refused outside of what PostgreSQL can store, also as the result of a sum', () => {
    expect(money(MAX, 'USD').minor).toBe(MAX);
    expect(() => money(MAX + 1n, 'USD')).toThrow(InvalidAmountError);
    expect(() => money(-MAX - 1n, 'USD')).toThrow(InvalidAmountError);
    expect(() => addMoney(money(MAX, 'USD'), money(1n, 'USD'))).toThrow(InvalidAmountError);
    expect(() => subtractMoney(money(-MAX, 'USD'), money(1n, 'USD'))).toThrow(InvalidAmountError);
  });

  it.each([
    '',
    '0',
    '00',
    '-1',
    '+1',
    '1.0',
    '1e3',
    ' 1',
    '1 ',
    '1\n',
    '0x1',
    '١',
    '9223372036854775808',
    '1'.repeat(20),
  ])('are not read from "%s"', (text) => {
    expect(() => positiveMoney(text, 'USD')).toThrow(InvalidAmountError);
  });

  it('are read from digits up to the largest that can be stored', () => {
    expect(positiveMoney('1', 'JPY')).toEqual({ minor: 1n, currency: 'JPY' });
    expect(positiveMoney(MAX.toString(), 'USD').minor).toBe(MAX);
  });

  it.each(['', 'usd', 'US', 'USDD', 'XXX', 'XTS', 'toString', 'USD '])('have no currency "%s"', (code) => {
    expect(() => money(1n, code)).toThrow(UnknownCurrencyError);
  });
});

describe('the table of currencies', () => {
  it('has only codes of three capital letters that ISO 4217 assigns', () => {
    const assigned = new Set(Intl.supportedValuesOf('currency'));
    for (const code of CURRENCIES) expect(code).toMatch(/^[A-Z]{3}$/);
    expect(CURRENCIES.filter((code) => !assigned.has(code))).toEqual([]);
    expect(CURRENCIES.length).toBeGreaterThan(130);
  });

  it('has no code in two lists, nor twice in one', async () => {
    const source = await readFile(join(import.meta.dirname, 'currencies.ts'), 'utf8');
    const lists = [...source.matchAll(/'([A-Z]{3}(?: [A-Z]{3})* ?)'/g)].map(([, list]) => list!.trim());
    const listed = lists.join(' ').split(' ');
    expect(listed.filter((code, index) => listed.indexOf(code) !== index)).toEqual([]);
    expect(new Set(listed)).toEqual(new Set(CURRENCIES));
  });

  it.each([
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['USD', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['KWD', 3],
    ['TND', 3],
  ])('gives %s %s digits after the point', (code, exponent) => {
    expect(currencyExponent(currency(code))).toBe(exponent);
  });
});
