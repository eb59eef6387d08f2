import { describe, expect, it } from '@jest/globals';
import { assertChargeable, chargeStep, stripeAmount, stripeMoney } from './charges.js';
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
