import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatPayee, money, newId, type Payee } from '#platform/kernel';
import { releaseOf, type Funding, type PayeeShare } from './release.rules.js';

const person = (): Payee => ({ kind: 'person', id: newId<'usr'>() });
const funding = (minor: bigint): Funding => ({ pledgeId: newId<'plg'>(), amount: money(minor, 'USD') });
const shares = (...weights: bigint[]): PayeeShare[] =>
  weights.map((weight) => ({ payee: person(), weight, heldFor: null }));
const minors = (amounts: readonly { readonly net: { readonly minor: bigint } }[]): bigint[] =>
  amounts.map(({ net }) => net.minor);

describe('a release', () => {
  it('divides 100.00 after a fee of 5.00 over three payees as scenario S5 has it; the last one gets a cent less', () => {
    const release = releaseOf([funding(10_000n)], shares(1n, 1n, 1n), 500);
    expect(release.fee.minor).toBe(500n);
    expect(minors(release.payees)).toEqual([3_167n, 3_167n, 3_166n]);
    expect(minors(release.parts)).toEqual([3_167n, 3_167n, 3_166n]);
  });

  it('gives a fiscal host its fee of what it holds for a project, and of nothing else', () => {
    const host = { hostId: newId<'org'>(), projectId: newId<'prj'>(), feeBasisPoints: 1_000 };
    const hosted: PayeeShare = { payee: { kind: 'organisation', id: host.hostId }, weight: 2n, heldFor: host };
    const release = releaseOf([funding(6_001n), funding(4_000n)], [hosted, ...shares(1n)], 500);
    // 9,501 after the platform's fee of 500: two thirds are 6,334, of which the host gets 633.
    expect(minors(release.payees)).toEqual([633n, 3_167n]);
    expect(minors(release.held)).toEqual([5_701n]);
    expect(release.held[0]!.host).toBe(host);
    const toPayees = release.parts.reduce((sum, { net }) => sum + net.minor, 0n);
    expect(toPayees).toBe(633n + 3_167n);
  });

  it('draws on as few pledges as it can, in their order', () => {
    const fundings = [funding(5_000n), funding(3_000n), funding(2_000n)];
    const release = releaseOf(fundings, shares(3n, 1n), 0);
    expect(
      release.parts.map(({ pledgeId, net }) => [fundings.findIndex((f) => f.pledgeId === pledgeId), net.minor]),
    ).toEqual([
      [0, 5_000n],
      [1, 2_500n],
      [1, 500n],
      [2, 2_000n],
    ]);
  });

  it('leaves out a payee whose share is less than a unit', () => {
    const release = releaseOf([funding(1n)], shares(1n, 1n), 0);
    expect(minors(release.payees)).toEqual([1n, 0n]);
    expect(release.parts).toHaveLength(1);
  });

  it('sums exactly, whatever the pledges, the weights and the fee are', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 });
    const weights = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, weights, fc.integer({ min: 0, max: 10_000 }), (given, given2, basisPoints) => {
        const fundings = given.map(funding);
        const release = releaseOf(fundings, shares(...given2), basisPoints);
        const total = given.reduce((sum, minor) => sum + minor, 0n);
        const fee = (total * BigInt(basisPoints)) / 10_000n;
        expect(release.fee.minor).toBe(fee);
        expect(release.payees.reduce((sum, { net }) => sum + net.minor, 0n)).toBe(total - fee);
        for (const { payee, net } of release.payees)
          expect(
            release.parts.reduce(
              (sum, part) => (formatPayee(part.payee) === formatPayee(payee) ? sum + part.net.minor : sum),
              0n,
            ),
          ).toBe(net.minor);
        for (const { pledgeId, amount } of fundings)
          expect(
            release.parts.reduce((sum, part) => (part.pledgeId === pledgeId ? sum + part.net.minor : sum), 0n) <=
              amount.minor,
          ).toBe(true);
        expect(release.parts.length).toBeLessThan(fundings.length + given2.length);
        expect(release.parts.every(({ net }) => net.minor > 0n)).toBe(true);
      }),
    );
  });
});
