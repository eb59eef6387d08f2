import { describe, expect, it } from '@jest/globals';
import { leftOf } from './balance-holds.rules.js';

const lot = (amount: bigint, returned = 0n) => ({ amount, returned, isExpired: false });
const left = (balance: bigint, ...lots: ReturnType<typeof lot>[]): bigint[] =>
  leftOf(balance, lots).map((row) => row.left);

describe('what is left of each payment in advance', () => {
  it.each<[string, bigint[], bigint[]]>([
    ['nothing was spent', left(300n, lot(100n), lot(200n)), [100n, 200n]],
    ['a part of the oldest was spent', left(250n, lot(100n), lot(200n)), [100n, 150n]],
    ['the oldest was spent, and some of the next', left(40n, lot(100n), lot(200n)), [40n, 0n]],
    ['everything was spent', left(0n, lot(100n), lot(200n)), [0n, 0n]],
    ['more is there than the lots brought', left(500n, lot(100n), lot(200n)), [100n, 200n]],
    ['the oldest went back', left(100n, lot(100n), lot(200n, 200n)), [100n, 0n]],
  ])('when %s', (_when, found, expected) => {
    expect(found).toEqual(expected);
  });
});
