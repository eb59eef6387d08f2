import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs, formatId, newId, parseId } from '#platform/kernel';
import {
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenReviewer,
  givenTerms,
  key,
  type GivenCompany,
} from '../support/given.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let first: Caller;
let second: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  const operators = await givenOperators(api);
  [first, second] = [operators.first, operators.second];
  await givenRight(api, operators.second, operators.third, first, 'FINANCE_OPERATOR');
  await givenRight(api, operators.first, operators.third, second, 'FINANCE_OPERATOR');
}, 60_000);
afterAll(() => api.close());

type Answer = Readonly<Record<'userErrors', readonly { readonly code: string }[]>> & {
  readonly bankEntry: { readonly id: string; readonly status: string } | null;
};

const codes = ({ userErrors }: Pick<Answer, 'userErrors'>): string[] => userErrors.map(({ code }) => code);
const money = (minor: string, currency = 'USD') => ({ minor, currency });
const receipt = (
  caller: Caller,
  organisationId: string,
  minor: string,
  paymentId: string | null = null,
  reference = key(),
) =>
  api.mutate<Answer>(
    'enterBankReceipt',
    'EnterBankReceiptInput',
    'bankEntry { id status }',
    { organisationId, amount: money(minor), paymentId, reference, bookedOn: '2026-11-20' },
    caller,
  );
const confirm = (caller: Caller, { bankEntry }: Answer) =>
  api.mutate<Answer>(
    'confirmBankEntry',
    'ConfirmBankEntryInput',
    'bankEntry { id status }',
    { bankEntryId: bankEntry!.id },
    caller,
  );
const reject = (caller: Caller, { bankEntry }: Answer) =>
  api.mutate<Answer>(
    'rejectBankEntry',
    'RejectBankEntryInput',
    'bankEntry { id status }',
    { bankEntryId: bankEntry!.id },
    caller,
  );

const balanceOf = async ({ organisationId, finance }: GivenCompany): Promise<unknown> => {
  const query = 'query ($id: ID!) { organisationBalance(organisationId: $id) { minor } }';
  return (await api.gql(query, { id: organisationId }, finance)).data!.organisationBalance;
};

async function approvedByBank(company: GivenCompany, minor: string): Promise<{ pledgeId: string; paymentId: string }> {
  const { needId } = await givenNeed(api, undefined, [minor]);
  const pledgeId = await givenPledge(api, company, needId, minor, 'USD', 'BANK');
  await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
  await api.settle();
  const query = 'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { id means status checkoutUrl bankDetails } }';
  const payment = (await api.gql(query, { id: pledgeId }, company.finance)).data!.paymentOfPledge as { id: string };
  expect(payment).toMatchObject({
    means: 'BANK',
    status: 'CREATED',
    checkoutUrl: null,
    bankDetails: 'Test bank, account 1',
  });
  return { pledgeId, paymentId: payment.id };
}

const statusOf = async (pledgeId: string, caller: Caller): Promise<unknown> =>
  (
    (await api.gql('query ($id: ID!) { pledge(id: $id) { status } }', { id: pledgeId }, caller)).data!.pledge as {
      status: string;
    }
  ).status;

/** How often somebody was told of a line that waits. */
const noticesOf = async (caller: Caller): Promise<number> => {
  const { data } = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, caller);
  const { nodes } = (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
  return nodes.filter(({ subject }) => subject === 'A line of the bank waits for a second operator').length;
};

describe('money that arrives at the bank', () => {
  it('counts when a second operator has confirmed it, and then is in the balance of who paid', async () => {
    const company = await givenCompany(api);
    const entered = await receipt(first, company.organisationId, '250000');
    expect(entered.bankEntry!.status).toBe('ENTERED');
    expect(await balanceOf(company)).toEqual([]);
    await api.settle();
    expect(await noticesOf(second)).toBe(1);
    expect(await noticesOf(first)).toBe(0);
    expect(codes(await confirm(first, entered))).toEqual(['BANK_ENTRY_SAME_OPERATOR']);
    expect((await confirm(second, entered)).bankEntry!.status).toBe('CONFIRMED');
    expect(await balanceOf(company)).toEqual([{ minor: '250000' }]);
    expect(codes(await confirm(second, entered))).toEqual(['ILLEGAL_TRANSITION']);
    expect(await balanceOf(company)).toEqual([{ minor: '250000' }]);
  });

  it('pays the pledge that waited for it, with exactly its amount', async () => {
    const company = await givenCompany(api);
    const { pledgeId, paymentId } = await approvedByBank(company, '40000');
    const expected = await api.gql('{ expectedBankPayments(first: 100) { paymentId amount { minor } } }', {}, first);
    expect(expected.data!.expectedBankPayments).toContainEqual({ paymentId, amount: { minor: '40000' } });
    expect(codes(await receipt(first, company.organisationId, '39999', paymentId))).toEqual(['BANK_AMOUNT_DIFFERS']);
    await confirm(second, await receipt(first, company.organisationId, '40000', paymentId));
    await api.settle();
    expect(await statusOf(pledgeId, company.finance)).toBe('PAID');
    const rows = await api.database.asOwner<{ row: string }>(
      `SELECT tx.kind || ' ' || account.code || ' ' || posting.amount AS row
         FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id JOIN ledger_account account ON account.id = posting.account_id
        WHERE tx.kind = 'bank_received' AND tx.cause ->> 'paymentId' = $1 ORDER BY posting.seq`,
      [parseId('pay', paymentId)],
    );
    expect(rows.map(({ row }) => row)).toEqual([
      'bank_received bank.operating 40000',
      'bank_received held.pledge -40000',
    ]);
  });

  it('is entered once for each line of the statement and for each payment, and again after it was rejected', async () => {
    const company = await givenCompany(api);
    const reference = key();
    const entered = await receipt(first, company.organisationId, '5000', null, reference);
    expect(codes(await receipt(second, company.organisationId, '5000', null, reference))).toEqual([
      'BANK_ENTRY_EXISTS',
    ]);
    expect((await reject(first, entered)).bankEntry!.status).toBe('REJECTED');
    expect(codes(await receipt(second, company.organisationId, '5000', null, reference))).toEqual([]);
    const { paymentId } = await approvedByBank(company, '7000');
    await receipt(first, company.organisationId, '7000', paymentId);
    expect(codes(await receipt(first, company.organisationId, '7000', paymentId))).toEqual(['BANK_ENTRY_EXISTS']);
  });

  it('is not taken for the payment of another organisation, nor for a payment at Stripe', async () => {
    const [company, other] = [await givenCompany(api), await givenCompany(api)];
    const { paymentId } = await approvedByBank(company, '7000');
    expect(codes(await receipt(first, other.organisationId, '7000', paymentId))).toEqual(['PAYMENT_NOT_FOUND']);
    const { needId } = await givenNeed(api, undefined, ['7000']);
    const pledgeId = await givenPledge(api, company, needId, '7000');
    await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
    await api.settle();
    const query = 'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { id } }';
    const { id } = (await api.gql(query, { id: pledgeId }, company.finance)).data!.paymentOfPledge as { id: string };
    expect(codes(await receipt(first, company.organisationId, '7000', id))).toEqual(['PAYMENT_NOT_FOUND']);
  });

  it('leaves nothing that looks like a payment when it was entered by mistake', async () => {
    const company = await givenCompany(api);
    await reject(second, await receipt(first, company.organisationId, '5000'));
    const query = 'query ($id: ID!) { balancePayments(organisationId: $id, first: 5) { nodes { status } } }';
    const { data } = await api.gql(query, { id: company.organisationId }, company.finance);
    expect(data!.balancePayments).toEqual({ nodes: [{ status: 'CANCELED' }] });
    const waiting = await approvedByBank(company, '7000');
    await reject(second, await receipt(first, company.organisationId, '7000', waiting.paymentId));
    await confirm(second, await receipt(first, company.organisationId, '7000', waiting.paymentId));
    await api.settle();
    expect(await statusOf(waiting.pledgeId, company.finance)).toBe('PAID');
  });

  it('is refused with a day that has not come, in a currency that is not kept, and of no organisation', async () => {
    const { organisationId } = await givenCompany(api);
    const before = await api.fingerprint();
    const enter = (changed: object) =>
      api.mutate<Answer>(
        'enterBankReceipt',
        'EnterBankReceiptInput',
        'bankEntry { id }',
        { organisationId, amount: money('5000'), reference: key(), bookedOn: '2026-11-20', ...changed },
        first,
      );
    const tomorrow = addMs(api.clock.now(), DAY_MS).toISOString().slice(0, 10);
    expect(codes(await enter({ bookedOn: tomorrow }))).toEqual(['BANK_DATE_IN_FUTURE']);
    expect(codes(await enter({ amount: money('5000', 'SEK') }))).toEqual(['CURRENCY_NOT_HELD']);
    expect(codes(await enter({ organisationId: 'org_01h455vb4pex5vsknk084sn02q' }))).toEqual(['TERMS_NOT_ACCEPTED']);
    for (const bookedOn of ['2026-02-30', '20.11.2026', ''])
      await expect(enter({ bookedOn })).rejects.toThrow('BAD_REQUEST');
    expect(await api.fingerprint()).toEqual(before);
  });

  it('is not asked for where no account is named that it could go to', async () => {
    const without = await TestApi.start({ BANK_DETAILS: undefined });
    try {
      const company = await givenCompany(without);
      const { needId } = await givenNeed(without);
      const input = {
        organisationId: company.organisationId,
        needId,
        amount: money('5000'),
        method: 'BANK',
        idempotencyKey: key(),
      };
      const answer = await without.mutate(
        'submitPledge',
        'SubmitPledgeInput',
        'pledge { id }',
        input,
        company.engineer,
      );
      expect(codes(answer)).toEqual(['BANK_NOT_OFFERED']);
    } finally {
      await without.close();
    }
  }, 60_000);

  it('is confirmed by two people even when a service forgets it', async () => {
    const company = await givenCompany(api);
    const { bankEntry } = await receipt(first, company.organisationId, '5000');
    await expect(
      api.database.asOwner(
        `UPDATE bank_entry SET status = 'confirmed', decided_by = entered_by, decided_at = now() WHERE id = $1`,
        [parseId('bnk', bankEntry!.id)],
      ),
    ).rejects.toThrow('bank_entry_two_operators');
  });
});

describe('a payee whom Stripe cannot pay', () => {
  it('is shown to be paid by bank before anybody pledges, and is paid when two operators stand for it', async () => {
    const { maintainer, needId, milestoneIds } = await givenNeed(api, undefined, ['10000']);
    await api.mutate(
      'startRecipientOnboarding',
      'StartRecipientOnboardingInput',
      'clientMutationId',
      { country: 'KE' },
      maintainer,
    );
    const shown = await api.gql('query ($id: ID!) { need(id: $id) { payees { payout { rail state } } } }', {
      id: needId,
    });
    expect(shown.data!.need).toEqual({ payees: [{ payout: { rail: 'MANUAL', state: 'BY_ARRANGEMENT' } }] });
    await givenPaidPledge(api, await givenCompany(api), needId, '10000');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    const reviewer = await givenReviewer(api);
    const milestone = { milestoneId: milestoneIds[0]! };
    await api.mutate('startReview', 'StartReviewInput', 'milestone { id }', milestone, reviewer);
    await api.mutate(
      'acceptMilestone',
      'DecideMilestoneInput',
      'milestone { id }',
      { ...milestone, reasons: 'Good' },
      reviewer,
    );
    await api.settle();

    const waiting = await api.gql(
      '{ transfersByBank(first: 10) { transferId payeeId country amount { minor } } }',
      {},
      first,
    );
    const [transfer] = waiting.data!.transfersByBank as { transferId: string; payeeId: string }[];
    expect(transfer).toMatchObject({ payeeId: maintainer.personId, country: 'KE', amount: { minor: '9500' } });
    const sent = { transferId: transfer!.transferId, reference: key(), bookedOn: '2026-11-21' };
    const enter = (caller: Caller) =>
      api.mutate<Answer>('enterBankPayout', 'EnterBankPayoutInput', 'bankEntry { id status }', sent, caller);
    const entered = await enter(first);
    expect(codes(await enter(second))).toEqual(['BANK_ENTRY_EXISTS']);
    await confirm(second, entered);
    await api.settle();
    const own = await api.gql('{ transfersToMe(first: 5) { status } }', {}, maintainer);
    expect(own.data!.transfersToMe).toEqual([{ status: 'CONFIRMED' }]);
    const plan = await api.gql('query ($id: ID!) { need(id: $id) { milestones { status } } }', { id: needId });
    expect(plan.data!.need).toEqual({ milestones: [{ status: 'PAID' }] });
    const payable = await api.database.asOwner<{ sum: string }>(
      `SELECT sum(posting.amount) FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
        WHERE account.code = 'payable' AND account.owner = $1`,
      [maintainer.personId],
    );
    expect(payable).toEqual([{ sum: '0' }]);
  });

  it('is told at once that there is nothing to set up at Stripe', async () => {
    const person = await api.givenPerson(`Payee ${key()}`);
    await givenTerms(api, person, 'RECEIVER');
    await api.mutate(
      'startRecipientOnboarding',
      'StartRecipientOnboardingInput',
      'clientMutationId',
      { country: 'KE' },
      person,
    );
    const answer = await api.mutate('renewOnboardingLink', 'RenewOnboardingLinkInput', 'clientMutationId', {}, person);
    expect(codes(answer)).toEqual(['NO_ONBOARDING_BY_BANK']);
  });

  it('is not paid so by an operator who is that payee', async () => {
    await givenTerms(api, second, 'RECEIVER');
    await api.mutate(
      'startRecipientOnboarding',
      'StartRecipientOnboardingInput',
      'clientMutationId',
      { country: 'KE' },
      second,
    );
    const id = newId<'trf'>();
    await api.database.asOwner(
      `WITH made AS (INSERT INTO transfer (id, person_id, amount_minor, currency, status, created_at) VALUES ($1, $2, 1000, 'USD', 'queued', now()))
       INSERT INTO release_part (id, milestone_id, need_id, pledge_id, person_id, amount_minor, currency, transfer_id, released_at)
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $2, 1000, 'USD', $1, now()`,
      [id, parseId('usr', second.personId)],
    );
    const sent = { transferId: formatId('trf', id), reference: key(), bookedOn: '2026-11-21' };
    const entered = await api.mutate<Answer>(
      'enterBankPayout',
      'EnterBankPayoutInput',
      'bankEntry { id status }',
      sent,
      first,
    );
    expect(codes(await confirm(second, entered))).toEqual(['BANK_ENTRY_SAME_OPERATOR']);
  });

  it('is not paid so when Stripe can pay', async () => {
    const answer = await api.mutate<Answer>(
      'enterBankPayout',
      'EnterBankPayoutInput',
      'bankEntry { id }',
      { transferId: 'trf_01h455vb4pex5vsknk084sn02q', reference: key(), bookedOn: '2026-11-21' },
      first,
    );
    expect(codes(answer)).toEqual(['TRANSFER_NOT_BY_BANK']);
  });
});
