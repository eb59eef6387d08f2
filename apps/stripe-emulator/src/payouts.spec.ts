import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { HOUR_MS } from '#platform/kernel';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

const NO_ACCOUNT = '000111111116';
const CLOSED = '000111111113';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.stripe.topups.create({ amount: 10_000_000, currency: 'usd' });
});
beforeEach(() => harness.newEvents());
afterAll(() => harness.close());

const bankOf = (account_number: string): Stripe.AccountCreateExternalAccountParams => ({
  external_account: {
    object: 'bank_account',
    account_number,
    country: 'US',
    currency: 'usd',
    routing_number: '110000000',
  },
  default_for_currency: true,
});
/** An account with money on it, and with this bank account if one is given. */
async function paid(amount: number, bank?: string): Promise<string> {
  const account = await harness.account();
  if (bank !== undefined) await harness.stripe.accounts.createExternalAccount(account, bankOf(bank));
  await harness.stripe.transfers.create({ amount, currency: 'usd', destination: account });
  return account;
}
const payoutsOf = async (stripeAccount: string): Promise<Stripe.Payout[]> =>
  (await harness.stripe.payouts.list({}, { stripeAccount })).data;
/** Types of the payout events of an account, as its Connect endpoint got them. */
const told = (account: string): string[] =>
  harness.connect.received
    .filter(
      ({ type, body }) => type.startsWith('payout.') && (JSON.parse(body) as { account: string }).account === account,
    )
    .map(({ type }) => type);
/** To a moment after the next midnight, when automatic payouts begin. */
async function nextDay(): Promise<void> {
  const { now } = await harness.control('GET', 'clock');
  await harness.advance(DAY_MS - (Date.parse(now) % DAY_MS) + 1_000);
}
const manual = (stripeAccount: string): Promise<unknown> =>
  harness.stripe.balanceSettings.update(
    { payments: { payouts: { schedule: { interval: 'manual' } } } },
    { stripeAccount },
  );

describe('automatic payouts of connected accounts', () => {
  it('start at midnight, are on their way after an hour and arrive after two days', async () => {
    const account = await paid(10_000);
    await nextDay();
    const [payout] = await payoutsOf(account);
    expect(payout).toMatchObject({
      amount: 10_000,
      automatic: true,
      currency: 'usd',
      reconciliation_status: 'in_progress',
      status: 'pending',
    });
    expect(payout!.arrival_date - payout!.created).toBe((2 * DAY_MS) / 1000);
    expect(await harness.balance(account)).toEqual([0, 0]);
    const status = async (): Promise<string> => (await payoutsOf(account))[0]!.status;
    await harness.advance(HOUR_MS);
    expect(await status()).toBe('in_transit');
    await harness.advance(2 * DAY_MS - 2 * HOUR_MS);
    expect(await status()).toBe('in_transit');
    await harness.advance(HOUR_MS);
    expect((await payoutsOf(account))[0]).toMatchObject({
      status: 'paid',
      reconciliation_status: 'completed',
      trace_id: { status: 'supported' },
    });
    await harness.until(() => told(account).length === 4);
    expect(told(account)).toEqual([
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.reconciliation_completed',
    ]);
  });

  it('list the transactions that they pay out, which add up to nothing with the payout itself', async () => {
    const account = await paid(7_000);
    await harness.stripe.transfers.create({ amount: 3_000, currency: 'usd', destination: account });
    await nextDay();
    await harness.stripe.transfers.create({ amount: 500, currency: 'usd', destination: account });
    await nextDay();
    const [second, first] = await payoutsOf(account);
    const netsOf = async (payout: string): Promise<number[]> =>
      (await harness.stripe.balanceTransactions.list({ payout }, { stripeAccount: account })).data.map(
        ({ net }) => net,
      );
    expect(await netsOf(first!.id)).toEqual([-10_000, 3_000, 7_000]);
    expect(await netsOf(second!.id)).toEqual([-500, 500]);
    expect(await netsOf('po_none')).toEqual([]);
  });

  it('leave what the account wants to keep, and stop while it pays out by hand', async () => {
    const account = await paid(10_000);
    await harness.stripe.balanceSettings.update(
      { payments: { payouts: { minimum_balance_by_currency: { usd: 4_000 } } } },
      { stripeAccount: account },
    );
    await nextDay();
    expect((await payoutsOf(account)).map(({ amount }) => amount)).toEqual([6_000]);
    await manual(account);
    await harness.stripe.transfers.create({ amount: 1_000, currency: 'usd', destination: account });
    await nextDay();
    expect(await harness.balance(account)).toEqual([5_000, 0]);
    const settings = await harness.stripe.balanceSettings.update(
      { payments: { payouts: { minimum_balance_by_currency: { usd: '' }, schedule: { interval: 'daily' } } } },
      { stripeAccount: account },
    );
    expect(settings.payments.payouts).toMatchObject({
      minimum_balance_by_currency: {},
      schedule: { interval: 'daily' },
    });
    await nextDay();
    expect((await payoutsOf(account)).map(({ amount }) => amount)).toEqual([5_000, 6_000]);
  });

  it('go to the currency of each bank account, and wait where there is none', async () => {
    const account = await paid(1_000);
    await harness.stripe.topups.create({ amount: 5_000, currency: 'eur' });
    await harness.stripe.transfers.create({ amount: 2_000, currency: 'eur', destination: account });
    await nextDay();
    expect((await payoutsOf(account)).map(({ currency }) => currency)).toEqual(['usd']);
    await harness.stripe.accounts.createExternalAccount(account, {
      external_account: {
        object: 'bank_account',
        account_number: 'AT32 1904 3002 3547 3204',
        country: 'AT',
        currency: 'eur',
      },
    });
    await nextDay();
    expect((await payoutsOf(account))[0]).toMatchObject({ currency: 'eur', amount: 2_000 });
  });
});

describe('payouts that fail', () => {
  it('give the money back, mark the bank account, and go on with another one', async () => {
    const account = await paid(10_000, NO_ACCOUNT);
    await nextDay();
    await harness.advance(2 * DAY_MS);
    const failed = (await payoutsOf(account)).at(-1)!;
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'no_account' });
    const returned = await harness.stripe.balanceTransactions.retrieve(
      failed.failure_balance_transaction as string,
      {},
      { stripeAccount: account },
    );
    expect(returned).toMatchObject({ type: 'payout_failure', reporting_category: 'payout_reversal', net: 10_000 });
    expect(await harness.balance(account)).toEqual([10_000, 0]);
    const bank = await harness.stripe.accounts.retrieveExternalAccount(account, failed.destination as string);
    expect((bank as Stripe.BankAccount).status).toBe('errored');
    await nextDay();
    expect(await payoutsOf(account)).toHaveLength(1);
    const byHand = harness.stripe.payouts.create({ amount: 100, currency: 'usd' }, { stripeAccount: account });
    expect(await harness.refusal(byHand)).toMatchObject({ code: 'bank_account_unusable' });

    await harness.stripe.accounts.createExternalAccount(account, bankOf('000123456789'));
    await nextDay();
    await harness.advance(2 * DAY_MS);
    expect((await payoutsOf(account))[0]).toMatchObject({ status: 'paid', amount: 10_000 });
    await harness.until(() => told(account).length === 8);
    expect(told(account)).toContain('payout.failed');
    const types = harness.connect.types.filter((type) => type.startsWith('account.external_account.'));
    expect(types).toContain('account.external_account.updated');
  });

  it('can fail after they were paid', async () => {
    const account = await paid(10_000, CLOSED);
    await nextDay();
    await harness.advance(2 * DAY_MS);
    expect((await payoutsOf(account))[0]!.status).toBe('paid');
    await harness.advance(DAY_MS);
    expect((await payoutsOf(account)).at(-1)).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    expect(await harness.balance(account)).toEqual([10_000, 0]);
    await harness.until(() => told(account).includes('payout.failed'));
    expect(told(account)).toEqual([
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.reconciliation_completed',
      'payout.failed',
    ]);
  });

  it('go on with a bank account that is made the default after the failure', async () => {
    const account = await paid(10_000, NO_ACCOUNT);
    await nextDay();
    await harness.advance(2 * DAY_MS);
    const good = (await harness.stripe.accounts.listExternalAccounts(account)).data.find(
      ({ last4 }) => last4 === '6789',
    )!;
    await harness.advance(2 * DAY_MS);
    await harness.stripe.accounts.updateExternalAccount(account, good.id, { default_for_currency: true });
    await nextDay();
    expect((await payoutsOf(account))[0]).toMatchObject({ status: 'pending', destination: good.id });
  });

  it('fail too when their bank account was deleted meanwhile', async () => {
    const account = await paid(10_000, NO_ACCOUNT);
    await nextDay();
    const { destination } = (await payoutsOf(account))[0]!;
    await harness.stripe.accounts.createExternalAccount(account, bankOf('000123456789'));
    await harness.stripe.accounts.deleteExternalAccount(account, destination as string);
    await harness.advance(2 * DAY_MS);
    expect((await payoutsOf(account)).at(-1)).toMatchObject({ status: 'failed', failure_code: 'no_account' });
  });

  it('do not fail any more once they are reversed: the money is on its way back already', async () => {
    const account = await paid(10_000, CLOSED);
    await nextDay();
    await harness.advance(2 * DAY_MS);
    const { id } = (await payoutsOf(account))[0]!;
    await harness.stripe.payouts.reverse(id, {}, { stripeAccount: account });
    const forced = await harness.control('POST', 'payouts/fail', { payout: id });
    expect(JSON.stringify(forced)).toMatch(/reversed already/);
    await harness.advance(DAY_MS);
    expect((await harness.stripe.payouts.retrieve(id, {}, { stripeAccount: account })).status).toBe('paid');
    expect(await harness.balance(account)).toEqual([0, 10_000]);
  });

  it('fail when the control plane says so, once', async () => {
    const account = await paid(10_000);
    await nextDay();
    await harness.advance(2 * DAY_MS);
    const { id } = (await payoutsOf(account))[0]!;
    await harness.control('POST', 'payouts/fail', { payout: id, failure_code: 'bank_ownership_changed' });
    const payout = await harness.stripe.payouts.retrieve(id, {}, { stripeAccount: account });
    expect(payout).toMatchObject({ status: 'failed', failure_code: 'bank_ownership_changed' });
    const again = await harness.control('POST', 'payouts/fail', { payout: id });
    expect(JSON.stringify(again)).toMatch(/failed already/);
    expect(await harness.balance(account)).toEqual([10_000, 0]);
  });
});

describe('payouts by hand', () => {
  it('are made on the account of the header, up to what is available there', async () => {
    const account = await paid(10_000);
    await manual(account);
    const create = (amount: number): Promise<Stripe.Payout> =>
      harness.stripe.payouts.create({ amount, currency: 'usd', metadata: { a: '1' } }, { stripeAccount: account });
    expect((await harness.refusal(create(10_001))).message).toMatch(/10001 usd.*10000 usd/);
    const payout = await create(10_000);
    expect(payout).toMatchObject({ automatic: false, reconciliation_status: 'not_applicable', metadata: { a: '1' } });
    expect(await harness.balance(account)).toEqual([0, 0]);
    expect(await harness.refusal(harness.stripe.payouts.retrieve(payout.id))).toMatchObject({ statusCode: 404 });
    const { data } = await harness.stripe.balanceTransactions.list({ payout: payout.id }, { stripeAccount: account });
    expect(data).toEqual([]);
  });

  it('can be canceled until they leave', async () => {
    const account = await paid(10_000);
    await manual(account);
    const options = { stripeAccount: account };
    const create = (): Promise<Stripe.Payout> =>
      harness.stripe.payouts.create({ amount: 4_000, currency: 'usd' }, options);
    const canceled = await harness.stripe.payouts.cancel((await create()).id, {}, options);
    expect(canceled.status).toBe('canceled');
    expect(await harness.balance(account)).toEqual([10_000, 0]);
    const { id } = await create();
    await harness.advance(HOUR_MS);
    expect(await harness.refusal(harness.stripe.payouts.cancel(id, {}, options))).toMatchObject({ statusCode: 400 });
    await harness.until(() => told(account).includes('payout.canceled'));
  });

  it('can be reversed once they are paid, once', async () => {
    const account = await paid(10_000);
    await manual(account);
    const options = { stripeAccount: account };
    const { id } = await harness.stripe.payouts.create({ amount: 4_000, currency: 'usd' }, options);
    expect(await harness.refusal(harness.stripe.payouts.reverse(id, {}, options))).toMatchObject({ statusCode: 400 });
    await harness.advance(2 * DAY_MS);
    const reversal = await harness.stripe.payouts.reverse(id, {}, options);
    expect(reversal).toMatchObject({ amount: -4_000, original_payout: id, status: 'pending' });
    expect((await harness.stripe.payouts.retrieve(id, {}, options)).reversed_by).toBe(reversal.id);
    expect(await harness.balance(account)).toEqual([6_000, 4_000]);
    await harness.advance(2 * DAY_MS);
    expect(await harness.balance(account)).toEqual([10_000, 0]);
    expect(await harness.refusal(harness.stripe.payouts.reverse(id, {}, options))).toMatchObject({ statusCode: 400 });
  });

  it('are refused before the onboarding and in a currency without a bank account', async () => {
    const restricted = await harness.restrictedAccount();
    const early = harness.stripe.payouts.create({ amount: 100, currency: 'usd' }, { stripeAccount: restricted });
    expect(await harness.refusal(early)).toMatchObject({ code: 'payouts_not_allowed' });
    const account = await paid(100);
    const other = harness.stripe.payouts.create({ amount: 100, currency: 'gbp' }, { stripeAccount: account });
    expect(await harness.refusal(other)).toMatchObject({ param: 'currency' });
  });
});

describe('payouts of the platform', () => {
  it('are made by hand, and their events go to the platform without an account', async () => {
    const [before] = await harness.balance();
    await nextDay();
    expect((await harness.balance())[0]).toBe(before);
    const { id } = await harness.stripe.payouts.create({ amount: 50_000, currency: 'usd', description: 'surplus' });
    expect((await harness.balance())[0]).toBe(before - 50_000);
    await harness.advance(2 * DAY_MS);
    expect((await harness.stripe.payouts.retrieve(id)).status).toBe('paid');
    await harness.until(() => harness.platform.types.includes('payout.paid'));
    const event = harness.platform.received.find(({ type }) => type === 'payout.paid')!;
    expect(JSON.parse(event.body)).not.toHaveProperty('account');
  });

  it('sweep the balance when the schedule is not manual, down to the minimum', async () => {
    expect((await harness.stripe.balanceSettings.retrieve()).payments.payouts!.schedule!.interval).toBe('manual');
    await harness.stripe.balanceSettings.update({
      payments: { payouts: { schedule: { interval: 'daily' }, minimum_balance_by_currency: { usd: 1_000_000 } } },
    });
    await nextDay();
    expect((await harness.balance())[0]).toBe(1_000_000);
    await harness.stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'manual' } } } });
    expect(await harness.newEvents()).toEqual(
      expect.arrayContaining(['balance_settings.updated', 'payout.created', 'balance_settings.updated']),
    );
  });
});

describe('external accounts', () => {
  it('take test numbers only, and one is the default of its currency', async () => {
    const account = await harness.account();
    const real = harness.stripe.accounts.createExternalAccount(account, bankOf('123456789012'));
    expect(await harness.refusal(real)).toMatchObject({ code: 'account_number_invalid' });
    const second = await harness.stripe.accounts.createExternalAccount(account, bankOf(NO_ACCOUNT));
    const list = async (): Promise<[last4: string, isDefault: boolean][]> =>
      (await harness.stripe.accounts.listExternalAccounts(account)).data.map((bank) => [
        bank.last4,
        bank.default_for_currency === true,
      ]);
    expect(await list()).toEqual([
      ['1116', true],
      ['6789', false],
    ]);
    const first = (await harness.stripe.accounts.listExternalAccounts(account)).data[1]!;
    const chosen = harness.stripe.accounts.deleteExternalAccount(account, second.id);
    expect(await harness.refusal(chosen)).toMatchObject({ statusCode: 400 });
    await harness.stripe.accounts.updateExternalAccount(account, first.id, { default_for_currency: true });
    expect(await harness.stripe.accounts.deleteExternalAccount(account, second.id)).toMatchObject({ deleted: true });
    expect(await list()).toEqual([['6789', true]]);
    const foreign = harness.stripe.accounts.retrieveExternalAccount(await harness.account(), first.id);
    expect(await harness.refusal(foreign)).toMatchObject({ statusCode: 404 });
  });
});

describe('after all of this', () => {
  it('payouts under way go on after a restart', async () => {
    const account = await paid(2_500);
    await nextDay();
    await harness.emulator.close();
    await harness.open();
    expect((await payoutsOf(account))[0]!.status).toBe('pending');
    await harness.advance(2 * DAY_MS);
    expect((await payoutsOf(account))[0]!.status).toBe('paid');
  });

  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
