import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import {
  givenBalance,
  givenCompany,
  givenMember,
  givenNeed,
  givenPledge,
  key,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

const balanceOf = async ({ organisationId }: GivenCompany, caller: Caller): Promise<unknown> => {
  const query = 'query ($id: ID!) { organisationBalance(organisationId: $id) { minor currency } }';
  return (await api.gql(query, { id: organisationId }, caller)).data!.organisationBalance;
};

const topUp = (organisationId: string, minor: string, caller: Caller, currency = 'USD', idempotencyKey = key()) =>
  api.mutate<{ payment: { id: string } | null }>(
    'topUpBalance',
    'TopUpBalanceInput',
    'payment { id }',
    { organisationId, amount: { minor, currency }, idempotencyKey },
    caller,
  );

const approve = (pledgeId: string, caller: Caller) =>
  api.mutate<{ pledge: { status: string } }>(
    'approvePledge',
    'DecidePledgeInput',
    'pledge { status }',
    { pledgeId },
    caller,
  );

/** Rows of the books about the company and its pledges: kind, account, minor units. */
const postings = (owners: readonly string[]) =>
  api.database.asOwner<{ row: string }>(
    `SELECT tx.kind || ' ' || account.code || ' ' || posting.amount AS row
       FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id JOIN ledger_account account ON account.id = posting.account_id
      WHERE tx.book = 'cash' AND account.owner = ANY($1) ORDER BY tx.posted_at, tx.id, posting.seq`,
    [owners],
  );

describe('what a company pays in advance', () => {
  it('is held for it once Stripe has it, to the cent, and is shown to its members', async () => {
    const company = await givenCompany(api);
    expect(await balanceOf(company, company.engineer)).toEqual([]);
    const paymentId = await givenBalance(api, company, '250000');
    expect(await balanceOf(company, company.engineer)).toEqual([{ minor: '250000', currency: 'USD' }]);
    expect(paymentId).toMatch(/^pay_/);
    expect(await postings([company.organisationId])).toEqual([{ row: 'balance_paid held.org -250000' }]);
  });

  it('pays pledges as soon as somebody else approves them, without another payment, until it is used up', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '100000');
    const pledges: string[] = [];
    for (const minor of ['30000', '50000', '20000']) {
      const { needId } = await givenNeed(api, undefined, [minor]);
      const pledgeId = await givenPledge(api, company, needId, minor, 'USD', 'BALANCE');
      expect((await approve(pledgeId, company.finance)).pledge.status).toBe('PAID');
      pledges.push(pledgeId);
    }
    await api.settle();
    expect(await balanceOf(company, company.finance)).toEqual([]);
    const rows = await postings([company.organisationId, ...pledges]);
    expect(rows.map(({ row }) => row)).toEqual(
      [
        'balance_paid held.org -100000',
        'pledge_from_balance held.org 30000',
        'pledge_from_balance held.pledge -30000',
        'allocated held.pledge 30000',
        'pledge_from_balance held.org 50000',
        'pledge_from_balance held.pledge -50000',
        'allocated held.pledge 50000',
        'pledge_from_balance held.org 20000',
        'pledge_from_balance held.pledge -20000',
        'allocated held.pledge 20000',
      ].sort((left, right) => rows.findIndex(({ row }) => row === left) - rows.findIndex(({ row }) => row === right)),
    );
  });

  it('is never overdrawn: an approval that it does not cover is refused, and leaves nothing behind', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '10000');
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPledge(api, company, needId, '10001', 'USD', 'BALANCE');
    const before = await api.fingerprint();
    expect(codes(await approve(pledgeId, company.finance))).toEqual(['INSUFFICIENT_FUNDS']);
    expect(await api.fingerprint()).toEqual(before);
    expect(await balanceOf(company, company.finance)).toEqual([{ minor: '10000', currency: 'USD' }]);
    await givenBalance(api, company, '1000');
    expect((await approve(pledgeId, company.finance)).pledge.status).toBe('PAID');
    expect(await balanceOf(company, company.finance)).toEqual([{ minor: '999', currency: 'USD' }]);
  });

  it('pays one of two pledges that are approved at once when it covers only one', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '10000');
    const second = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const waiting: string[] = [];
    for (let count = 0; count < 2; count += 1)
      waiting.push(await givenPledge(api, company, (await givenNeed(api)).needId, '6000', 'USD', 'BALANCE'));
    const answers = await Promise.all([approve(waiting[0]!, company.finance), approve(waiting[1]!, second)]);
    expect(answers.map(codes).sort()).toEqual([[], ['INSUFFICIENT_FUNDS']]);
    expect(await balanceOf(company, company.finance)).toEqual([{ minor: '4000', currency: 'USD' }]);
  });

  it('is paid once for one key, and refused for the same key with another amount', async () => {
    const company = await givenCompany(api);
    const given = key();
    const [first, second] = [
      await topUp(company.organisationId, '5000', company.finance, 'USD', given),
      await topUp(company.organisationId, '5000', company.finance, 'USD', given),
    ];
    expect(second.payment).toEqual(first.payment);
    expect(codes(await topUp(company.organisationId, '5001', company.finance, 'USD', given))).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ]);
    const rows = await api.database.asOwner('SELECT 1 FROM payment WHERE organisation_id = $1', [
      parseId('org', company.organisationId),
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is not paid by members without finance, by strangers, or in amounts and currencies that cannot be kept', async () => {
    const company = await givenCompany(api);
    const stranger = (await givenCompany(api)).finance;
    const before = await api.fingerprint();
    const refused: [string, Caller, string, string][] = [
      ['5000', company.engineer, 'USD', 'MISSING_ROLE'],
      ['5000', stranger, 'USD', 'ORGANISATION_NOT_FOUND'],
      ['5000', company.finance, 'SEK', 'CURRENCY_NOT_HELD'],
      ['49', company.finance, 'USD', 'AMOUNT_NOT_CHARGEABLE'],
      ['100000000', company.finance, 'USD', 'AMOUNT_NOT_CHARGEABLE'],
      ['0', company.finance, 'USD', 'INVALID_AMOUNT'],
    ];
    for (const [minor, caller, currency, code] of refused)
      expect({ minor, codes: codes(await topUp(company.organisationId, minor, caller, currency)) }).toEqual({
        minor,
        codes: [code],
      });
    await expect(topUp(company.organisationId, '-5', company.finance)).rejects.toThrow('BAD_REQUEST');
    expect(await api.fingerprint()).toEqual(before);
  });
});

describe('what Stripe settles in another currency than was paid', () => {
  it("is in the books as Stripe has it, as nobody's money yet, and waits for a person", async () => {
    const converting = await TestApi.start({}, 'warn', { settlementCurrencies: ['usd'] });
    try {
      const company = await givenCompany(converting);
      const paymentId = await givenBalance(converting, company, '10000', 'EUR');
      await converting.settle();
      const [payment] = await converting.database.asOwner<{ status: string }>(
        'SELECT status FROM payment WHERE id = $1',
        [parseId('pay', paymentId)],
      );
      expect(payment).toEqual({ status: 'needs_review' });
      const rows = await converting.database.asOwner<{ code: string; currency: string; sum: string }>(
        `SELECT account.code, account.currency, sum(posting.amount) FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
          GROUP BY account.code, account.currency ORDER BY account.code, account.currency`,
      );
      const sums = Object.fromEntries(rows.map(({ code, currency, sum }) => [`${code} ${currency}`, Number(sum)]));
      // What was paid stays in clearing, where the nightly check finds it; what arrived is owed to whoever it belongs to.
      expect(sums).toMatchObject({ 'stripe.clearing EUR': 10_000, 'held.org EUR': -10_000 });
      expect(sums['unapplied USD']).toBeLessThan(0);
      expect(sums['stripe.balance USD']! + sums['expense.processing USD']!).toBe(-sums['unapplied USD']!);
    } finally {
      await converting.close();
    }
  }, 60_000);
});
