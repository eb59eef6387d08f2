import { describe, expect, it } from '@jest/globals';
import { CHART, cashClassOf, type AccountCode, type CashBalance } from '#libs/ledger';
import { money } from '#platform/kernel';
import { liabilitiesOf } from './liabilities.rules.js';

const CODES = Object.keys(CHART) as AccountCode[];
const balance = (code: AccountCode, minor: bigint): CashBalance => ({ code, balance: money(minor, 'USD') });

describe('the chart of accounts', () => {
  it('puts every account of the cash book into one class, and none of the memo book', () => {
    expect(CODES.filter((code) => (cashClassOf(code) === null) !== (CHART[code].book === 'memo'))).toEqual([]);
  });

  it('takes every credit account for owed to others, but for the own income and capital', () => {
    const credits = CODES.filter((code) => CHART[code].book === 'cash' && CHART[code].side === 'credit');
    expect(credits.filter((code) => cashClassOf(code) !== 'liability')).toEqual([
      'income.platform_fee',
      'fx.gain',
      'equity.float',
    ]);
    expect(CODES.filter((code) => cashClassOf(code) === 'holding')).toEqual([
      'stripe.balance',
      'stripe.clearing',
      'bank.transit',
      'bank.operating',
    ]);
  });
});

describe('liabilities', () => {
  it('sum up to the same as every credit account of others, whichever it is', () => {
    const all = CODES.filter((code) => cashClassOf(code) === 'liability');
    const { owed, liabilities } = liabilitiesOf(
      all.map((code, at) => balance(code, -(1n << BigInt(at)))),
      'USD',
    );
    expect(owed.minor).toBe((1n << BigInt(all.length)) - 1n);
    expect(liabilities).toHaveLength(all.length);
  });

  it('are covered by what is held, without what is under way, as a ratio that is rounded down', () => {
    const of = (held: bigint) =>
      liabilitiesOf(
        [balance('stripe.balance', held), balance('stripe.clearing', 500n), balance('held.org', -3n)],
        'USD',
      ).ratio;
    expect([of(3n), of(2n), of(0n), of(-1n)]).toEqual(['1.0000', '0.6666', '0.0000', '-0.3334']);
    expect(liabilitiesOf([balance('stripe.balance', 1n)], 'USD').ratio).toBeNull();
  });
});
