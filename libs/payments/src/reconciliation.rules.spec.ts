import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '#platform/kernel';
import { compareBalance, compareMirrors, compareTransactions } from './reconciliation.rules.js';

const CAUGHT_UP_TO = new Date('2026-01-02T00:00:00Z');
const BEFORE = new Date('2026-01-01T12:00:00Z');
const AFTER = new Date('2026-01-02T12:00:00Z');
const usd = (minor: bigint) => money(minor, 'USD');
const transaction = (id: string, minor: bigint, at = BEFORE, currency = 'USD') => ({
  id,
  net: money(minor, currency),
  at,
});

describe('balance transactions', () => {
  it('agree when both sides have the same ones, in whatever order', () => {
    const one = fc.record({ minor: fc.bigInt({ min: -10_000n, max: 10_000n }), isLate: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 20 }), (drafts) => {
        const all = drafts.map(({ minor, isLate }, n) =>
          transaction(`txn_${String(n)}`, minor, isLate ? AFTER : BEFORE),
        );
        expect(compareTransactions(all, all.toReversed(), CAUGHT_UP_TO)).toEqual({ differences: [], underWay: [] });
      }),
    );
  });

  it('that only Stripe has are missing here, or under way when they are young', () => {
    const [old, young] = [transaction('txn_old', 5n), transaction('txn_young', 7n, AFTER)];
    expect(compareTransactions([], [old, young], CAUGHT_UP_TO)).toEqual({
      differences: [{ kind: 'missing_here', reference: 'txn_old', here: null, there: usd(5n) }],
      underWay: [young],
    });
  });

  it('that only the ledger has are missing there, however young they are', () => {
    expect(compareTransactions([transaction('txn_a', 5n, AFTER)], [], CAUGHT_UP_TO).differences).toEqual([
      { kind: 'missing_there', reference: 'txn_a', here: usd(5n), there: null },
    ]);
  });

  it.each([
    ['by a cent', transaction('txn_a', 6n)],
    ['in their sign', transaction('txn_a', -5n)],
    ['in their currency', transaction('txn_a', 5n, BEFORE, 'EUR')],
  ])('that differ %s are a difference', (_case, remote) => {
    expect(compareTransactions([transaction('txn_a', 5n)], [remote], CAUGHT_UP_TO).differences).toEqual([
      { kind: 'amount_differs', reference: 'txn_a', here: usd(5n), there: remote.net },
    ]);
  });

  it('that Stripe lists twice are missing here once', () => {
    const once = transaction('txn_a', 5n);
    expect(compareTransactions([once], [once, once], CAUGHT_UP_TO).differences).toEqual([
      { kind: 'missing_here', reference: 'txn_a', here: null, there: usd(5n) },
    ]);
  });
});

describe('the balance', () => {
  it('is compared as a sum for each currency', () => {
    expect(compareBalance([usd(5n), usd(-2n), money(9n, 'EUR')], [money(9n, 'EUR'), usd(1n), usd(2n)])).toEqual([]);
    expect(compareBalance([usd(5n), money(9n, 'EUR')], [usd(4n), money(9n, 'EUR')])).toEqual([
      { kind: 'balance_differs', reference: 'USD', here: usd(5n), there: usd(4n) },
    ]);
  });

  it('that one side does not have is zero there', () => {
    expect(compareBalance([], [usd(0n)])).toEqual([]);
    expect(compareBalance([], [usd(1n)])).toEqual([
      { kind: 'balance_differs', reference: 'USD', here: usd(0n), there: usd(1n) },
    ]);
    expect(compareBalance([money(1n, 'JPY')], [])).toEqual([
      { kind: 'balance_differs', reference: 'JPY', here: money(1n, 'JPY'), there: money(0n, 'JPY') },
    ]);
  });
});

describe('the mirror', () => {
  it('of an account is compared with all that the account shows in its currency', () => {
    const mirror = [{ accountId: 'acct_a', balance: usd(100n) }];
    const shown = [
      { accountId: 'acct_a', balance: usd(60n) },
      { accountId: 'acct_a', balance: usd(40n) },
      { accountId: 'acct_a', balance: money(9n, 'EUR') },
      { accountId: 'acct_b', balance: usd(7n) },
    ];
    expect(compareMirrors(mirror, shown)).toEqual([]);
    expect(compareMirrors(mirror, shown.slice(1))).toEqual([
      { kind: 'mirror_differs', reference: 'acct_a', here: usd(100n), there: usd(40n) },
    ]);
    expect(compareMirrors(mirror, [])).toEqual([
      { kind: 'mirror_differs', reference: 'acct_a', here: usd(100n), there: usd(0n) },
    ]);
  });
});
