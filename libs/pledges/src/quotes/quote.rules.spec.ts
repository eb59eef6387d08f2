import { describe, expect, it } from '@jest/globals';
import { addMoney, money } from '#platform/kernel';
import { PLEDGE_METHODS } from '../pledge.entity.js';
import { quoteOf } from './quote.rules.js';

describe('a quote', () => {
  it.each([
    ['checkout', 100_000n, 'USD', 5_000n, 95_000n, 2_930n],
    ['saved_method', 10_000n, 'EUR', 500n, 9_500n, 175n],
    ['invoice', 1_000_000n, 'USD', 50_000n, 950_000n, 500n],
    ['checkout', 10_001n, 'JPY', 500n, 9_501n, 360n],
    ['balance', 10_000n, 'USD', 500n, 9_500n, 0n],
  ] as const)('by %s of %s %s', (method, minor, currency, fee, toPayees, processing) => {
    const quote = quoteOf(money(minor, currency), method, 500);
    expect([quote.platformFee.minor, quote.toPayees.minor, quote.processingFee?.minor]).toEqual([
      fee,
      toPayees,
      processing,
    ]);
  });

  it('does not guess what is not known', () => {
    expect(quoteOf(money(10_000n, 'KWD'), 'checkout', 500).processingFee).toBeNull();
    expect(quoteOf(money(10_000n, 'USD'), 'bank', 500).processingFee).toBeNull();
  });

  it('has parts that sum to the amount, whatever the fee', () => {
    for (let minor = 1n; minor < 2_000n; minor += 7n)
      for (const [index, method] of PLEDGE_METHODS.entries())
        for (const currency of ['USD', 'JPY', 'KWD']) {
          const quote = quoteOf(money(minor, currency), method, 37 * index);
          expect(addMoney(quote.platformFee, quote.toPayees)).toEqual(quote.amount);
        }
  });
});
