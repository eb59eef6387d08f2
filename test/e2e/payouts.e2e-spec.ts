import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { LedgerQueries } from '#libs/ledger';
import { reconcile } from '#libs/payments';
import { Config } from '#platform/config';
import { DAY_MS, HOUR_MS, parseId } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import {
  finishOnboarding,
  givenAcceptance,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  key,
} from '../support/given.js';
import { TestApi, WEBHOOK_SECRET, type Caller } from '../support/test-api.js';

const CONTROL = 'control-token-of-the-payouts';
const CLOSED_LATE = '000111111113';
const GOOD = '000123456789';
const CONNECT = '/webhooks/stripe/connect';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({}, 'warn', { controlToken: CONTROL });
  await api.stripe.topUp(50_000, 'usd');
  await api.settle();
}, 60_000);
afterAll(() => api.close());

interface Recipient {
  readonly maintainer: Caller;
  readonly account: string;
}

/** A maintainer whose account at Stripe has got 95.00 USD of a need of 100.00, with this bank account. */
async function paid(bank = GOOD): Promise<Recipient> {
  const need = await givenNeed(api, undefined, ['10000']);
  const account = await givenPayoutAccount(api, need.maintainer);
  await addBank(account, bank);
  await givenPaidPledge(api, await givenCompany(api), need.needId, '10000');
  const [milestoneId] = need.milestoneIds;
  await givenAcceptance(api, { ...need, milestoneId: milestoneId!, reviewer: await givenReviewer(api) });
  return { maintainer: need.maintainer, account };
}

async function addBank(account: string, account_number: string): Promise<void> {
  await api.stripe.api.accounts.createExternalAccount(account, {
    external_account: {
      object: 'bank_account',
      account_number,
      country: 'US',
      currency: 'usd',
      routing_number: '110000000',
    },
    default_for_currency: true,
  });
  await api.settle();
}

/** Changes something at Stripe that nobody of ours has asked for. */
async function control(path: string, body: object): Promise<void> {
  const port = api.app.get(Config).get('STRIPE_EMULATOR_PORT');
  const response = await fetch(`http://127.0.0.1:${String(port)}/_sim/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${CONTROL}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  await api.settle();
}

async function pass(ms: number): Promise<void> {
  api.advance(ms);
  await api.settle();
}

/** To the next midnight after the money is there: then Stripe pays out by itself. */
async function toThePayout(): Promise<void> {
  await pass(2 * DAY_MS);
  await pass(DAY_MS - (api.clock.now().getTime() % DAY_MS) + 1_000);
}

interface ShownPayout {
  readonly status: string;
  readonly amount: { readonly minor: string };
  readonly failureCode: string | null;
  readonly failureReason: string | null;
}

const PAYOUT = 'status amount { minor } failureCode failureReason';

async function payouts({ maintainer }: Recipient): Promise<ShownPayout[]> {
  const { data } = await api.gql(`{ payoutsToMe(first: 10) { nodes { ${PAYOUT} } } }`, {}, maintainer);
  return (data!.payoutsToMe as { nodes: ShownPayout[] }).nodes;
}

async function accountOf({ maintainer }: Recipient): Promise<Readonly<Record<string, unknown>>> {
  const fields = `transfersStatus payoutsStatus requirementsStatus requirementsDueAt disconnectedAt failedPayout { ${PAYOUT} }`;
  const { data } = await api.gql(`{ recipientAccount { ${fields} } }`, {}, maintainer);
  return data!.recipientAccount as Readonly<Record<string, unknown>>;
}

async function inbox({ maintainer }: Recipient): Promise<string> {
  const { data } = await api.gql('{ viewer { notifications(first: 10) { nodes { subject body } } } }', {}, maintainer);
  return JSON.stringify(data);
}

/** The rows of the mirror of an account: kind, account, minor units. */
const rows = async (account: string): Promise<string[]> =>
  (
    await api.database.asOwner<{ row: string }>(
      `SELECT tx.kind || ' ' || account.code || ' ' || posting.amount AS row
         FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id JOIN ledger_account account ON account.id = posting.account_id
        WHERE account.owner = $1 AND tx.kind <> 'transfer_mirrored' ORDER BY tx.posted_at, tx.id, posting.seq`,
      [account],
    )
  ).map(({ row }) => row);

const differences = async (): Promise<readonly unknown[]> =>
  (await reconcile(new LedgerQueries(api.database.dataSource), api.stripe.api, api.clock.now())).differences;

/** Sends an event as Stripe does, signed with the secret. */
async function deliver(event: object, { secret = `${WEBHOOK_SECRET}_connect`, path = CONNECT } = {}): Promise<number> {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(api.clock.now().getTime() / 1_000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  const response = await fetch(`${api.url}${path}`, { method: 'POST', headers, body: payload });
  await api.settle();
  return response.status;
}

const eventAbout = (type: string, account: string, id: string) => ({
  id: `evt_${key().slice(-20)}`,
  object: 'event',
  type,
  account,
  data: { object: { id } },
});

describe('a payout of a recipient', () => {
  it('is followed from its account to its bank, and shown with the day of its arrival', async () => {
    const recipient = await paid();
    await toThePayout();
    expect(await payouts(recipient)).toEqual([
      { status: 'PENDING', amount: { minor: '9500' }, failureCode: null, failureReason: null },
    ]);
    expect(await differences()).toEqual([]);
    await pass(HOUR_MS);
    expect((await payouts(recipient))[0]!.status).toBe('IN_TRANSIT');
    await pass(2 * DAY_MS);
    const { data } = await api.gql(
      '{ payoutsToMe(first: 1) { nodes { id status arrivesAt } pageInfo { hasNextPage } } }',
      {},
      recipient.maintainer,
    );
    expect(data!.payoutsToMe).toEqual({
      nodes: [{ id: expect.stringMatching(/^cpo_/), status: 'PAID', arrivesAt: expect.any(String) }],
      pageInfo: { hasNextPage: false },
    });
    expect(await rows(recipient.account)).toEqual([
      'connected_payout_created mirror.payout_transit 9500',
      'connected_payout_created mirror.connected -9500',
      'connected_payout_paid mirror.bank 9500',
      'connected_payout_paid mirror.payout_transit -9500',
    ]);
    expect(await differences()).toEqual([]);
  });

  it('that a bank gives back late is told in plain words, and is over with another bank account', async () => {
    const recipient = await paid(CLOSED_LATE);
    await toThePayout();
    await pass(2 * DAY_MS);
    expect((await payouts(recipient))[0]!.status).toBe('PAID');
    await pass(DAY_MS);
    const failed = {
      status: 'FAILED',
      amount: { minor: '9500' },
      failureCode: 'account_closed',
      failureReason: expect.stringContaining('The bank account has been closed.'),
    };
    expect(await payouts(recipient)).toEqual([failed]);
    expect(await accountOf(recipient)).toMatchObject({ transfersStatus: 'ACTIVE', failedPayout: failed });
    expect(await inbox(recipient)).toContain('Your bank did not take a payout of 95.00 USD');
    expect(await inbox(recipient)).toContain('Enter another bank account at Stripe');
    expect((await rows(recipient.account)).slice(-2)).toEqual([
      'connected_payout_returned mirror.connected 9500',
      'connected_payout_returned mirror.bank -9500',
    ]);
    expect(await differences()).toEqual([]);
    await addBank(recipient.account, CLOSED_LATE);
    await addBank(recipient.account, GOOD);
    expect(await accountOf(recipient)).toMatchObject({ failedPayout: null });
    await toThePayout();
    await pass(2 * DAY_MS);
    expect((await payouts(recipient)).map(({ status }) => status)).toEqual(['PAID', 'FAILED']);
    expect(await differences()).toEqual([]);
  });

  it('is the same in the end when its events come again, late, and the wrong way round', async () => {
    const recipient = await paid(CLOSED_LATE);
    await toThePayout();
    await pass(4 * DAY_MS);
    const before = await rows(recipient.account);
    const [first] = (await api.stripe.api.payouts.list({}, { stripeAccount: recipient.account })).data;
    for (const type of ['payout.failed', 'payout.paid', 'payout.updated', 'payout.created'])
      expect(await deliver(eventAbout(type, recipient.account, first!.id))).toBe(200);
    expect(await rows(recipient.account)).toEqual(before);
    expect((await payouts(recipient))[0]).toMatchObject({ status: 'FAILED', failureCode: 'account_closed' });
  });

  it('is taken over whole when only its last event arrives', async () => {
    const recipient = await paid(CLOSED_LATE);
    await control('webhooks/mode', { hold: true });
    await toThePayout();
    await pass(4 * DAY_MS);
    expect(await payouts(recipient)).toEqual([]);
    const [first] = (await api.stripe.api.payouts.list({}, { stripeAccount: recipient.account })).data;
    await deliver(eventAbout('payout.failed', recipient.account, first!.id));
    expect((await payouts(recipient)).map(({ status }) => status)).toEqual(['FAILED']);
    expect(await rows(recipient.account)).toEqual([
      'connected_payout_created mirror.payout_transit 9500',
      'connected_payout_created mirror.connected -9500',
      'connected_payout_returned mirror.connected 9500',
      'connected_payout_returned mirror.payout_transit -9500',
    ]);
    await control('webhooks/mode', { hold: false, release: 'all' });
    expect(await rows(recipient.account)).toHaveLength(4);
    expect(await differences()).toEqual([]);
  });

  it('that is reversed comes back by a payout the other way, and one that is canceled never left', async () => {
    const recipient = await paid();
    const header = { stripeAccount: recipient.account };
    await toThePayout();
    const manual = { payments: { payouts: { schedule: { interval: 'manual' as const } } } };
    await api.stripe.api.balanceSettings.update(manual, header);
    await pass(2 * DAY_MS + HOUR_MS);
    const [first] = (await api.stripe.api.payouts.list({}, header)).data;
    await api.stripe.api.payouts.reverse(first!.id, {}, header);
    await api.settle();
    const shown = async () => (await payouts(recipient)).map(({ status, amount }) => `${status} ${amount.minor}`);
    expect(await shown()).toEqual(['PENDING -9500', 'REVERSED 9500']);
    expect(await differences()).toEqual([]);
    await pass(2 * DAY_MS + HOUR_MS);
    expect(await shown()).toEqual(['PAID -9500', 'REVERSED 9500']);
    const byHand = await api.stripe.api.payouts.create({ amount: 9_500, currency: 'usd' }, header);
    await api.settle();
    expect(await differences()).toEqual([]);
    await api.stripe.api.payouts.cancel(byHand.id, {}, header);
    await api.settle();
    expect((await shown())[0]).toBe('CANCELED 9500');
    expect(await differences()).toEqual([]);
  });

  it('is shown to nobody else', async () => {
    const { maintainer } = await paid();
    await toThePayout();
    expect(await payouts({ maintainer: await api.givenPerson(`Nosy ${key()}`), account: '' })).toEqual([]);
    expect(await payouts({ maintainer, account: '' })).toHaveLength(1);
  });
});

describe('the endpoint for connected accounts', () => {
  it('takes both secrets while one rotates, and no other, nor that of the platform', async () => {
    const event = () => eventAbout('balance.available', 'acct_unknown', 'balance');
    expect(await deliver(event())).toBe(200);
    expect(await deliver(event(), { secret: `${WEBHOOK_SECRET}_connect_next` })).toBe(200);
    expect(await deliver(event(), { secret: 'whsec_of_somebody_else' })).toBe(400);
    expect(await deliver(event(), { secret: WEBHOOK_SECRET })).toBe(400);
    expect(await deliver(event(), { path: '/webhooks/stripe' })).toBe(400);
  });

  it('keeps whose event it was, and does not take it for one of the platform', async () => {
    const event = eventAbout('balance.available', 'acct_unknown', 'balance');
    await deliver(event);
    const stored = await api.database.asOwner('SELECT account_id AS account, status FROM stripe_event WHERE id = $1', [
      event.id,
    ]);
    expect(stored).toEqual([{ account: 'acct_unknown', status: 'ignored' }]);
  });
});

describe('the account of a recipient', () => {
  it('shows what Stripe says of its payouts', async () => {
    const recipient = await paid();
    expect(await accountOf(recipient)).toEqual({
      transfersStatus: 'ACTIVE',
      payoutsStatus: 'ACTIVE',
      requirementsStatus: null,
      requirementsDueAt: null,
      disconnectedAt: null,
      failedPayout: null,
    });
    const capability = { capability: 'payouts', status: 'restricted', code: 'requirements_past_due' };
    await control(`accounts/${recipient.account}/capability`, capability);
    expect(await accountOf(recipient)).toMatchObject({ transfersStatus: 'ACTIVE', payoutsStatus: 'RESTRICTED' });
  });

  it('is read every day while something is wrong with it, also when no event comes', async () => {
    const recipient = await paid();
    const capability = (status: string) =>
      control(`accounts/${recipient.account}/capability`, { capability: 'payouts', status });
    await capability('restricted');
    await control('webhooks/mode', { hold: true });
    await capability('active');
    expect(await accountOf(recipient)).toMatchObject({ payoutsStatus: 'RESTRICTED' });
    await api.app.get(RecurringJobs).start();
    await pass(DAY_MS);
    expect(await accountOf(recipient)).toMatchObject({ payoutsStatus: 'ACTIVE' });
    await control('webhooks/mode', { hold: false, release: 'all' });
  });

  it('that was taken away from us gets nothing more, until its owner has opened another one', async () => {
    const need = await givenNeed(api, undefined, ['10000']);
    const { maintainer } = need;
    const account = await givenPayoutAccount(api, maintainer);
    const recipient = { maintainer, account };
    expect(await deliver(eventAbout('account.application.deauthorized', account, 'ca_1'))).toBe(200);
    expect(await accountOf(recipient)).toMatchObject({
      transfersStatus: 'RESTRICTED',
      disconnectedAt: expect.any(String),
    });
    expect(await inbox(recipient)).toContain('Your account at Stripe is no longer connected');
    const late = eventAbout('account.updated', account, account);
    await deliver(late);
    const handled = await api.database.asOwner('SELECT status FROM stripe_event WHERE id = $1', [late.id]);
    expect(handled).toEqual([{ status: 'done' }]);
    expect(await accountOf(recipient)).toMatchObject({ transfersStatus: 'RESTRICTED' });
    await givenPaidPledge(api, await givenCompany(api), need.needId, '10000');
    const [milestoneId] = need.milestoneIds;
    await givenAcceptance(api, { maintainer, milestoneId: milestoneId!, reviewer: await givenReviewer(api) });
    const transfers = async () =>
      (await api.gql('{ transfersToMe(first: 5) { status waitingFor } }', {}, maintainer)).data!.transfersToMe;
    expect(await transfers()).toEqual([{ status: 'QUEUED', waitingFor: 'account' }]);
    await api.mutate('renewOnboardingLink', 'RenewOnboardingLinkInput', 'clientMutationId', {}, maintainer);
    await finishOnboarding(api, maintainer);
    expect(await transfers()).toEqual([{ status: 'CONFIRMED', waitingFor: null }]);
    const [now] = await api.database.asOwner<{ id: string }>(
      'SELECT stripe_account_id AS id FROM recipient_account WHERE person_id = $1',
      [parseId('usr', maintainer.personId)],
    );
    expect(now!.id).not.toBe(account);
    expect(await differences()).toEqual([]);
  });
});
