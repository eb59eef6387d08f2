import { describe, expect, it } from '@jest/globals';
import { assertChargeable, chargeStep, feeInSteps, splitInSteps, stripeAmount, stripeMoney } from './charges.js';
import { currency, money } from './money.js';

describe('what can be charged', () => {
  it.each([
    ['USD', 5_000n, 5_000],
    ['JPY', 10_001n, 10_001],
    ['KWD', 5_120n, 5_120],
    ['ISK', 500n, 50_000],
    ['UGX', 500n, 50_000],
    ['MGA', 50_000n, 500],
  ])('is written to Stripe and read back: %s %s is %s there', (code, minor, written) => {
    const amount = money(minor, code);
    assertChargeable(amount);
    expect(stripeAmount(amount)).toBe(written);
    expect(stripeMoney(written, code.toLowerCase())).toEqual(amount);
  });

  it.each([
    ['KWD', 5_124n, 'kernel.amountNotChargeable.step', '0.010 KWD'],
    ['MGA', 50_050n, 'kernel.amountNotChargeable.step', '1.00 MGA'],
    ['USD', 49n, 'kernel.amountNotChargeable.least', '0.50 USD'],
    ['JPY', 49n, 'kernel.amountNotChargeable.least', '50 JPY'],
    ['USD', 100_000_000n, 'kernel.amountNotChargeable.most', '999,999.99 USD'],
    ['ISK', 1_000_000n, 'kernel.amountNotChargeable.most', '999,999 ISK'],
  ])('is refused with the limit that it passes: %s %s', (code, minor, messageKey, limit) => {
    expect(() => assertChargeable(money(minor, code))).toThrow(
      expect.objectContaining({ code: 'AMOUNT_NOT_CHARGEABLE', messageKey, details: { amount: limit } }),
    );
  });

  it('steps by ten in every currency of three decimals, and by one in most others', () => {
    expect(['BHD', 'JOD', 'KWD', 'OMR', 'TND'].map((code) => chargeStep(currency(code)))).toEqual(Array(5).fill(10n));
    expect(['USD', 'JPY', 'HUF', 'ISK'].map((code) => chargeStep(currency(code)))).toEqual([1n, 1n, 1n, 1n]);
  });

  it('never becomes money when an answer has no whole number, or a part of the smallest unit', () => {
    for (const amount of [1.5, Number.NaN, 2 ** 53]) expect(() => stripeMoney(amount, 'usd')).toThrow(TypeError);
    expect(() => stripeMoney(50_050, 'isk')).toThrow(TypeError);
    expect(() => stripeAmount(money(50_050n, 'MGA'))).toThrow(RangeError);
  });
});

describe('shares and fees in steps', () => {
  it.each([
    ['KWD', 95_000n, [1n, 1n, 1n], [31_670n, 31_670n, 31_660n]],
    ['KWD', 95_004n, [0n, 1n, 1n], [0n, 47_504n, 47_500n]],
    ['MGA', 1_000n, [1n, 2n], [300n, 700n]],
    ['USD', 9_500n, [1n, 1n, 1n], [3_167n, 3_167n, 3_166n]],
  ] as const)('of %s %s by %j are %j', (code, minor, weights, expected) => {
    expect(splitInSteps(money(minor, code), weights).map((share) => share.minor)).toEqual(expected);
  });

  it('sum to the amount, whatever it is', () => {
    for (let minor = 0n; minor < 500n; minor += 1n)
      for (const code of ['KWD', 'MGA', 'JPY'])
        expect(splitInSteps(money(minor, code), [3n, 0n, 4n, 7n]).reduce((sum, share) => sum + share.minor, 0n)).toBe(
          minor,
        );
  });

  it('leave what is less than a step with the amount', () => {
    expect(feeInSteps(money(100_190n, 'KWD'), 500).minor).toBe(5_000n);
    expect(feeInSteps(money(100_190n, 'USD'), 500).minor).toBe(5_009n);
  });
});
