import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#platform/kernel';
import { booksOf, expectBooks } from '../support/api-books.js';
import {
  givenAcceptance,
  givenBillingDetails,
  givenCompany,
  givenPayoutAccount,
  givenReviewer,
  givenSavedCard,
  givenTrancheCommitment,
  givenTranchedNeed,
  key,
  passTime,
  type GivenCompany,
} from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

interface Shown {
  readonly status: string;
  readonly endReason: string | null;
  readonly tranches: readonly {
    readonly dueAt: string | null;
    readonly pledge: { readonly status: string; readonly amount: { readonly minor: string } };
    readonly milestone: { readonly position: number };
  }[];
}

async function shown(id: string, { finance }: GivenCompany): Promise<Shown> {
  const answer = await api.gql(
    `query ($id: ID!) { trancheCommitment(id: $id) { status endReason tranches { dueAt pledge { status amount { minor } } milestone { position } } } }`,
    { id },
    finance,
  );
  return answer.data!.trancheCommitment as Shown;
}

async function statuses(id: string, company: GivenCompany): Promise<string> {
  const { status, tranches } = await shown(id, company);
  return [status, ...tranches.map(({ pledge }) => pledge.status)].join(' ');
}

/** The day so many days from now. */
const day = (days: number): string => new Date(api.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);

async function submit(company: GivenCompany, needId: string, minor: string, method = 'SAVED_METHOD') {
  return api.mutate<{ trancheCommitment: { id: string } | null }>(
    'commitInTranches',
    'CommitInTranchesInput',
    'trancheCommitment { id }',
    {
      organisationId: company.organisationId,
      needId,
      amount: { minor, currency: 'USD' },
      method,
      idempotencyKey: key(),
    },
    company.engineer,
  );
}

const end = (id: string, company: GivenCompany, who = company.finance, reason: string | null = null) =>
  api.mutate(
    'endTrancheCommitment',
    'EndTrancheCommitmentInput',
    'trancheCommitment { id }',
    { trancheCommitmentId: id, reason },
    who,
  );

async function reserved(needId: string): Promise<string> {
  const answer = await api.gql('query ($id: ID!) { need(id: $id) { reserved { minor } } }', { id: needId });
  return (answer.data!.need as { reserved: { minor: string } }).reserved.minor;
}

async function toldTo(person: { headers: { Cookie: string } }): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, person);
  return (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

describe('a commitment in tranches', () => {
  it('follows the milestones that lack money, after what others have promised', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenTranchedNeed(api, [
      ['3000', day(10)],
      ['4000', day(40)],
      ['5000', day(70)],
    ]);
    await api.mutate(
      'submitPledge',
      'SubmitPledgeInput',
      'pledge { id }',
      {
        organisationId: company.organisationId,
        needId,
        amount: { minor: '3500', currency: 'USD' },
        idempotencyKey: key(),
      },
      company.engineer,
    );
    const { trancheCommitment } = await submit(company, needId, '8000');
    const { tranches } = await shown(trancheCommitment!.id, company);
    expect(tranches).toEqual([
      { dueAt: null, pledge: { status: 'PROMISED', amount: { minor: '3500' } }, milestone: { position: 2 } },
      { dueAt: null, pledge: { status: 'PROMISED', amount: { minor: '4500' } }, milestone: { position: 3 } },
    ]);
    expect(await reserved(needId)).toBe('11500');
    expect(codes(await submit(company, needId, '501'))).toEqual(['PLEDGE_ABOVE_GOAL']);
    expect(codes(await submit(company, needId, '500'))).toEqual([]);
  });

  it('is refused, and nothing stored, without days, without a card, and below what can be charged', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenTranchedNeed(api, [
      ['3000', day(10)],
      ['4000', null],
    ]);
    const before = await api.fingerprint();
    expect(codes(await submit(company, needId, '3000'))).toEqual(['SAVED_METHOD_MISSING']);
    expect(codes(await submit(company, needId, '3000', 'INVOICE'))).toEqual(['BILLING_DETAILS_MISSING']);
    expect(await api.fingerprint()).toEqual(before);
    await givenSavedCard(api, company);
    const known = await api.fingerprint();
    expect(codes(await submit(company, needId, '3500'))).toEqual(['MILESTONE_WITHOUT_START']);
    expect(codes(await submit(company, needId, '20'))).toEqual(['AMOUNT_NOT_CHARGEABLE']);
    expect(await api.fingerprint()).toEqual(known);
  });

  it('is taken back before its approval by whoever made it, and lapses without one', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenTranchedNeed(api, [['3000', day(100)]]);
    const first = await submit(company, needId, '3000');
    expect(codes(await end(first.trancheCommitment!.id, company, company.engineer))).toEqual([]);
    expect(await statuses(first.trancheCommitment!.id, company)).toBe('WITHDRAWN WITHDRAWN');
    const second = await submit(company, needId, '3000');
    await passTime(api, 15 * DAY_MS);
    expect(await statuses(second.trancheCommitment!.id, company)).toBe('WITHDRAWN LAPSED');
    expect(await reserved(needId)).toBe('0');
  });

  it('asks for each tranche a week before its milestone starts, and is complete with the last', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenTranchedNeed(api, [
      ['3000', day(3)],
      ['4000', day(60)],
    ]);
    const id = await givenTrancheCommitment(api, company, needId, '7000');
    expect(await statuses(id, company)).toBe('ACTIVE PAID SCHEDULED');
    expect(await reserved(needId)).toBe('4000');
    await passTime(api, 51 * DAY_MS);
    expect(await statuses(id, company)).toBe('ACTIVE PAID SCHEDULED');
    await passTime(api, 3 * DAY_MS);
    expect(await statuses(id, company)).toBe('COMPLETED PAID PAID');
    expect((await api.stripe.api.charges.list()).data).toHaveLength(2);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('sends an invoice in time for its days to pay', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const { needId } = await givenTranchedNeed(api, [['3000', day(60)]]);
    const id = await givenTrancheCommitment(api, company, needId, '3000', 'INVOICE');
    await passTime(api, 22 * DAY_MS);
    expect(await statuses(id, company)).toBe('ACTIVE SCHEDULED');
    await passTime(api, 2 * DAY_MS);
    expect(await statuses(id, company)).toBe('ACTIVE AWAITING_PAYMENT');
    expect((await api.stripe.api.invoices.list()).data).toMatchObject([{ status: 'open', amount_due: 3_000 }]);
  });

  it('follows a milestone whose start is moved, later and earlier', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId, maintainer, milestoneIds } = await givenTranchedNeed(api, [['3000', day(30)]]);
    const id = await givenTrancheCommitment(api, company, needId, '3000');
    const move = (startsOn: string) =>
      api.mutate(
        'moveMilestone',
        'MoveMilestoneInput',
        'milestone { startsOn }',
        { milestoneId: milestoneIds[0], startsOn },
        maintainer,
      );
    expect(codes(await move(day(60)))).toEqual([]);
    await passTime(api, 40 * DAY_MS);
    expect(await statuses(id, company)).toBe('ACTIVE SCHEDULED');
    expect(codes(await move(day(2)))).toEqual([]);
    await api.settle();
    expect(await statuses(id, company)).toBe('COMPLETED PAID');
  });

  it('ends with a tranche that is not paid, and the maintainer is told what will not come', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId, maintainer } = await givenTranchedNeed(api, [
      ['3000', day(3)],
      ['4000', day(40)],
      ['5000', day(80)],
    ]);
    const id = await givenTrancheCommitment(api, company, needId, '12000');
    await givenSavedCard(api, company, '4000000000000341');
    await passTime(api, 34 * DAY_MS);
    expect(await statuses(id, company)).toBe('ACTIVE PAID AWAITING_PAYMENT SCHEDULED');
    await passTime(api, 4 * DAY_MS);
    await passTime(api, 8 * DAY_MS);
    expect(await statuses(id, company)).toBe('ENDED PAID LAPSED LAPSED');
    expect(await reserved(needId)).toBe('0');
    expect((await toldTo(maintainer))[0]).toMatch(/^A tranche for ".*" was not paid$/);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('is ended by those who may spend, with what is paid left where it is', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId, maintainer } = await givenTranchedNeed(api, [
      ['3000', day(3)],
      ['4000', day(40)],
    ]);
    const id = await givenTrancheCommitment(api, company, needId, '7000');
    expect(codes(await end(id, company, company.engineer, 'Why'))).toEqual(['MISSING_ROLE']);
    expect(codes(await end(id, company, company.finance, 'Our budget was cut'))).toEqual([]);
    await api.settle();
    expect(await shown(id, company)).toMatchObject({ status: 'ENDED', endReason: 'Our budget was cut' });
    expect(await statuses(id, company)).toBe('ENDED PAID WITHDRAWN');
    expect((await toldTo(maintainer))[0]).toMatch(/^A commitment for ".*" was ended$/);
    await passTime(api, 60 * DAY_MS);
    expect((await api.stripe.api.charges.list()).data).toHaveLength(1);
    expect(codes(await end(id, company))).toEqual(['ILLEGAL_TRANSITION']);
  });

  it('does not let one of its tranches be taken back or approved alone', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenTranchedNeed(api, [['3000', day(100)]]);
    const { trancheCommitment } = await submit(company, needId, '3000');
    await api.settle();
    const answer = await api.gql(
      'query ($id: ID!) { organisationPledges(organisationId: $id, first: 5) { nodes { id } } }',
      { id: company.organisationId },
      company.finance,
    );
    const { nodes } = answer.data!.organisationPledges as { nodes: { id: string }[] };
    const input = { pledgeId: nodes[0]!.id };
    expect(
      codes(await api.mutate('withdrawPledge', 'WithdrawPledgeInput', 'pledge { id }', input, company.finance)),
    ).toEqual(['TRANCHE_OF_COMMITMENT']);
    expect(
      codes(await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', input, company.finance)),
    ).toEqual(['PLEDGE_NOT_FOUND']);
    expect(await statuses(trancheCommitment!.id, company)).toBe('PROMISED PROMISED');
  });
});

/** All that is booked of one tranche of 100.00 USD: promised, charged, held, accepted, sent, and paid out at Stripe. */
const trancheRows = (n: number): string => `pledge_promised memo memo.commitment plg ${String(n)} +10000 USD
pledge_promised memo memo.pledged plg ${String(n)} -10000 USD
pledge_paid cash stripe.clearing +10000 USD
pledge_paid cash held.pledge plg ${String(n)} -10000 USD
payment_settled cash stripe.balance +9680 USD
payment_settled cash expense.processing +320 USD
payment_settled cash stripe.clearing -10000 USD
promise_ended memo memo.pledged plg ${String(n)} +10000 USD
promise_ended memo memo.commitment plg ${String(n)} -10000 USD
allocated cash held.pledge plg ${String(n)} +10000 USD
allocated cash held.milestone mil ${String(n)}/plg ${String(n)} -10000 USD
milestone_released cash held.milestone mil ${String(n)}/plg ${String(n)} +10000 USD
milestone_released cash income.platform_fee -500 USD
milestone_released cash payable usr 1 -9500 USD
transfer_requested cash payable usr 1 +9500 USD
transfer_requested cash transfer.clearing trf ${String(n)} -9500 USD
transfer_settled cash transfer.clearing trf ${String(n)} +9500 USD
transfer_settled cash stripe.balance -9500 USD
transfer_mirrored memo mirror.connected acct 1 +9500 USD
transfer_mirrored memo mirror.source acct 1 -9500 USD
connected_payout_created memo mirror.payout_transit acct 1 +9500 USD
connected_payout_created memo mirror.connected acct 1 -9500 USD
connected_payout_paid memo mirror.bank acct 1 +9500 USD
connected_payout_paid memo mirror.payout_transit acct 1 -9500 USD`;

describe('eight months under a hold limit of ninety days', () => {
  it('return no money by expiry, since each tranche is held from just before its work on', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const months = Array.from({ length: 8 }, (_, month): [string, string] => ['10000', day(8 + 30 * month)]);
    const { needId, maintainer, milestoneIds } = await givenTranchedNeed(api, months);
    await givenPayoutAccount(api, maintainer);
    const reviewer = await givenReviewer(api);
    await api.stripe.topUp(50_000, 'usd');
    const id = await givenTrancheCommitment(api, company, needId, '80000');
    for (const [month, milestoneId] of milestoneIds.entries()) {
      await passTime(api, (month === 0 ? 2 : 30) * DAY_MS);
      expect((await shown(id, company)).tranches.map(({ pledge }) => pledge.status === 'SCHEDULED').indexOf(true)).toBe(
        month === 7 ? -1 : month + 1,
      );
      await givenAcceptance(api, { maintainer, milestoneId, reviewer });
    }
    await passTime(api, 120 * DAY_MS);
    expect(await shown(id, company)).toMatchObject({ status: 'COMPLETED' });
    expect((await shown(id, company)).tranches.map(({ pledge }) => pledge.status)).toEqual(Array(8).fill('RELEASED'));
    const tranches = months.map((_, index) => trancheRows(index + 1));
    await expectBooks(
      api,
      `float_topped_up cash stripe.balance +50000 USD
float_topped_up cash equity.float -50000 USD
${tranches.join('\n')}`,
    );
    expect(Number(await api.stripe.balance('usd'))).toBe(50_000 + 8 * (500 - 320));
  }, 120_000);
});
