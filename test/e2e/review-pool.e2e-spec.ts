import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InsufficientFundsError, LedgerService, account, credit, debit } from '#libs/ledger';
import { ReviewPoolQueries, ReviewPoolService } from '#libs/milestones';
import { UnitOfWork, type Tx } from '#platform/database';
import { money, parseId, systemActor } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import { givenHost } from '../support/given-hosting.js';
import { givenPoolGift, givenReviewPool } from '../support/given-review-pool.js';
import {
  givenBalance,
  givenCompany,
  givenEvidence,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPaidPledge,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { inputTypeOf } from '../support/mutation-inputs.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ REVIEW_FEES: 'USD:5000,EUR:4500' });
}, 60_000);
afterAll(() => api.close());

/** The codes of a mutation; one that was refused has changed nothing. */
async function codes(mutation: string, input: object, as: Caller): Promise<string[]> {
  const before = await api.fingerprint();
  const type = inputTypeOf(api, mutation).name;
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  if (userErrors.length > 0) expect(await api.fingerprint()).toEqual(before);
  return userErrors.map(({ code }) => code);
}

const gift = (organisationId: string, minor = '100', currency = 'USD') => ({
  organisationId,
  amount: { minor, currency },
  idempotencyKey: key(),
});

const free = async (currency = 'USD'): Promise<bigint> => {
  const { data } = await api.gql('{ reviewPool { free { minor currency } } }');
  const pool = data!.reviewPool as { free: { minor: string; currency: string } }[];
  return BigInt(pool.find((one) => one.free.currency === currency)?.free.minor ?? '0');
};

async function submitted(company: GivenCompany, currency = 'USD'): Promise<GivenNeed> {
  const need = await givenNeed(api, undefined, ['10000'], currency);
  await givenPaidPledge(api, company, need.needId, '10000', currency);
  await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
  return need;
}

/** How the milestone of a need stands, and its review. */
async function standing({ needId }: GivenNeed): Promise<[string, string | null]> {
  const query = 'query ($id: ID!) { need(id: $id) { milestones { status reviewFee { status } } } }';
  const { milestones } = (await api.gql(query, { id: needId })).data!.need as {
    milestones: { status: string; reviewFee: { status: string } | null }[];
  };
  return [milestones[0]!.status, milestones[0]!.reviewFee?.status ?? null];
}

/** What was credited to somebody, whether it has left or not. */
const credited = async ({ personId }: Caller): Promise<readonly string[]> => {
  const rows = await api.database.asOwner<{ row: string }>(
    `SELECT tx.kind || ' ' || -posting.amount AS row FROM ledger_posting posting
       JOIN ledger_tx tx ON tx.id = posting.tx_id JOIN ledger_account account ON account.id = posting.account_id
      WHERE account.code = 'payable' AND account.owner = $1 AND posting.amount < 0 ORDER BY tx.posted_at`,
    [personId],
  );
  return rows.map(({ row }) => row);
};

describe('what an organisation gives to the pool', () => {
  it('comes out of its balance when a second person agrees, and is never more than that', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '10000');
    const before = await free();
    const giftId = await givenPoolGift(api, company, '6000');
    const late = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    expect(await codes('approveReviewPoolGift', { giftId }, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await codes('approveReviewPoolGift', { giftId }, late)).toEqual(['ROLE_TOO_YOUNG']);
    expect(await free()).toBe(before);
    expect(await codes('approveReviewPoolGift', { giftId }, company.finance)).toEqual([]);
    expect(await codes('approveReviewPoolGift', { giftId }, company.finance)).toEqual(['ALREADY_DECIDED']);
    expect(await free()).toBe(before + 6_000n);
    const more = await givenPoolGift(api, company, '4001');
    expect(await codes('approveReviewPoolGift', { giftId: more }, company.finance)).toEqual(['INSUFFICIENT_FUNDS']);
    expect(await codes('rejectReviewPoolGift', { giftId: more }, company.finance)).toEqual([]);
    expect(await codes('rejectReviewPoolGift', { giftId: more }, company.finance)).toEqual(['ALREADY_DECIDED']);
    const { data } = await api.gql(
      'query ($id: ID!) { reviewPoolGifts(organisationId: $id, first: 5) { nodes { status amount { minor } } } }',
      { id: company.organisationId },
      company.engineer,
    );
    expect(data!.reviewPoolGifts).toEqual({
      nodes: [
        { status: 'REJECTED', amount: { minor: '4001' } },
        { status: 'GIVEN', amount: { minor: '6000' } },
      ],
    });
  });

  it('is not approved by who asked for it, nor seen by anybody else', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '100');
    const giftId = await givenPoolGift(api, { ...company, engineer: company.finance }, '100');
    expect(await codes('approveReviewPoolGift', { giftId }, company.finance)).toEqual(['SEPARATION_OF_DUTIES']);
    const stranger = await api.givenPerson(`Sam ${key()}`);
    expect(await codes('approveReviewPoolGift', { giftId }, stranger)).toEqual(['REVIEW_POOL_GIFT_NOT_FOUND']);
    expect(await codes('giveToReviewPool', gift(company.organisationId), stranger)).toEqual(['ORGANISATION_NOT_FOUND']);
  });

  it('comes from those who fund, in a currency that is held, and after the terms of givers', async () => {
    const host = await givenHost(api, 100);
    expect(await codes('giveToReviewPool', gift(host.hostId), host.admin)).toEqual(['NOT_POOL_GIVER']);
    const officer = await api.givenPerson(`Petra ${key()}`);
    const foundation = await givenOrganisation(api, 'FOUNDATION', officer);
    expect(await codes('giveToReviewPool', gift(foundation, '100', 'KWD'), officer)).toEqual(['CURRENCY_NOT_HELD']);
    const member = await givenMember(api, foundation, officer, ['MEMBER']);
    const giftId = await givenPoolGift(api, { organisationId: foundation, finance: officer, engineer: member }, '100');
    expect(await codes('approveReviewPoolGift', { giftId }, officer)).toEqual(['TERMS_NOT_ACCEPTED']);
  });
});

describe('the fee of a review', () => {
  it('is reserved once when two reviews begin at once and the pool has it for one', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, String(9_000n - ((await free()) % 5_000n)));
    while ((await free()) >= 10_000n) {
      const need = await submitted(company);
      await codes('startReview', { milestoneId: need.milestoneIds[0] }, await givenReviewer(api));
    }
    const needs = [await submitted(company), await submitted(company)];
    const reviewers = [await givenReviewer(api), await givenReviewer(api)];
    await Promise.all(
      needs.map(({ milestoneIds }, index) =>
        api.mutate(
          'startReview',
          'StartReviewInput',
          'clientMutationId',
          { milestoneId: milestoneIds[0] },
          reviewers[index]!,
        ),
      ),
    );
    const statuses = await Promise.all(
      needs.map(async ({ needId }) => {
        const query = 'query ($id: ID!) { need(id: $id) { milestones { reviewFee { status } } } }';
        return JSON.stringify((await api.gql(query, { id: needId })).data);
      }),
    );
    expect(statuses.filter((text) => text.includes('RESERVED'))).toHaveLength(1);
    expect(statuses.filter((text) => text.includes('UNPAID'))).toHaveLength(1);
  });

  it('goes back to the pool by the word of whoever has taken the review, and of nobody else', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '5000');
    const before = await free();
    const need = await submitted(company);
    const milestoneId = need.milestoneIds[0]!;
    const [reviewer, other] = [await givenReviewer(api), await givenReviewer(api)];
    expect(await codes('stepBackFromReview', { milestoneId }, reviewer)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await codes('startReview', { milestoneId }, reviewer)).toEqual([]);
    expect(await free()).toBe(before - 5_000n);
    expect(await codes('stepBackFromReview', { milestoneId }, other)).toEqual(['CONFLICT_OF_INTEREST']);
    expect(await codes('stepBackFromReview', { milestoneId }, reviewer)).toEqual([]);
    expect(await free()).toBe(before);
    expect(await codes('startReview', { milestoneId }, other)).toEqual([]);
  });

  it('is reserved when the pool has exactly as much, and a review that began without it goes on and stays unpaid', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '4499', 'EUR');
    const [early, late] = [await submitted(company, 'EUR'), await submitted(company, 'EUR')];
    const reviewer = await givenReviewer(api);
    expect(await codes('startReview', { milestoneId: early.milestoneIds[0] }, reviewer)).toEqual([]);
    expect(await standing(early)).toEqual(['IN_REVIEW', 'UNPAID']);
    expect(await free('EUR')).toBe(4_499n);
    await givenBalance(api, company, '1000', 'EUR');
    const giftId = await givenPoolGift(api, company, '1', 'EUR');
    expect(await codes('approveReviewPoolGift', { giftId }, company.finance)).toEqual([]);
    const decision = { milestoneId: early.milestoneIds[0], reasons: 'Good' };
    expect(await codes('acceptMilestone', decision, reviewer)).toEqual([]);
    expect(await standing(early)).toEqual(['PAYABLE', 'UNPAID']);
    expect(await credited(reviewer)).toEqual([]);
    expect(await codes('startReview', { milestoneId: late.milestoneIds[0] }, reviewer)).toEqual([]);
    expect(await standing(late)).toEqual(['IN_REVIEW', 'RESERVED']);
    expect(await free('EUR')).toBe(0n);
  });

  it('is compared with what the ledger has reserved by the check of the books', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '5000');
    const need = await submitted(company);
    const [milestoneId] = need.milestoneIds;
    const reviewer = await givenReviewer(api);
    expect(await codes('startReview', { milestoneId }, reviewer)).toEqual([]);
    const check = () => new ReviewPoolQueries(api.database.dataSource).brokenInvariants();
    const set = (minor: number) =>
      api.database.asOwner('UPDATE review_fee SET amount_minor = $2 WHERE milestone_id = $1', [
        parseId('mil', milestoneId!),
        minor,
      ]);
    expect(await check()).toMatchObject([{ found: 0 }]);
    await set(4_999);
    expect(await check()).toMatchObject([{ found: 2 }]);
    await set(5_000);
    expect(await codes('stepBackFromReview', { milestoneId }, reviewer)).toEqual([]);
    expect(await check()).toMatchObject([{ found: 0 }]);
  });

  it('is paid three times for one milestone, and no more however often changes are asked for', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '40000');
    const need = await submitted(company);
    const [milestoneId] = need.milestoneIds;
    const reviewer = await givenReviewer(api);
    const seen = [];
    for (let round = 1; round <= 4; round += 1) {
      if (round > 1) await givenEvidence(api, need.maintainer, milestoneId!);
      expect(await codes('startReview', { milestoneId }, reviewer)).toEqual([]);
      seen.push((await standing(need))[1]);
      expect(await codes('requestChanges', { milestoneId, reasons: 'Not yet' }, reviewer)).toEqual([]);
    }
    expect(seen).toEqual(['RESERVED', 'RESERVED', 'RESERVED', 'UNPAID']);
    expect(await credited(reviewer)).toEqual(Array(3).fill('review_released 5000'));
  });

  it('is none in a currency without an entry, and the review goes on', async () => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '9000', 'GBP');
    const need = await submitted(company, 'GBP');
    const reviewer = await givenReviewer(api);
    expect(await codes('startReview', { milestoneId: need.milestoneIds[0] }, reviewer)).toEqual([]);
    const decision = { milestoneId: need.milestoneIds[0], reasons: 'Good' };
    expect(await codes('acceptMilestone', decision, reviewer)).toEqual([]);
    expect(await standing(need)).toEqual(['PAYABLE', null]);
    expect(await free('GBP')).toBe(9_000n);
  });

  it.each([
    ['acceptMilestone', 'requestChanges'],
    ['requestChanges', 'acceptMilestone'],
    ['requestChanges', 'requestChanges'],
    ['acceptMilestone', 'acceptMilestone'],
  ])('is paid once to a reviewer who sends %s and %s at once, and to nobody else', async (...mutations) => {
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '5000');
    const before = await free();
    const need = await submitted(company);
    const name = `Rae ${key()}`;
    const reviewer = await givenReviewer(api, await api.givenPerson(name));
    expect(await codes('startReview', { milestoneId: need.milestoneIds[0] }, reviewer)).toEqual([]);
    const decision = { milestoneId: need.milestoneIds[0], reasons: 'As I see it' };
    // Each in a session of its own: the first confirmed call would give a shared one another secret.
    const devices = [reviewer, { ...(await api.givenPersonWithoutPasskey(name)), passkey: reviewer.passkey }];
    const answers = await Promise.all(
      mutations.map((name, index) =>
        api.mutate(name, 'DecideMilestoneInput', 'clientMutationId', decision, devices[index]!),
      ),
    );
    // A passkey signs the acceptance of a milestone as it was; the other decision may have changed it by then.
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      expect.stringMatching(/^(ILLEGAL_TRANSITION|STEP_UP_INVALID)$/),
    ]);
    expect(await credited(reviewer)).toEqual(['review_released 5000']);
    expect((await credited(need.maintainer)).filter((row) => row.startsWith('review'))).toEqual([]);
    expect(await free()).toBe(before - 5_000n);
  });

  it('is free again when the money of the milestone goes back before the decision, and the review can be done anew', async () => {
    await api.stripe.topUp(50_000, 'usd');
    await api.settle();
    const company = await givenCompany(api);
    await givenReviewPool(api, company, '10000');
    const before = await free();
    const need = await submitted(company);
    const reviewer = await givenReviewer(api);
    await codes('startReview', { milestoneId: need.milestoneIds[0] }, reviewer);
    expect(await free()).toBe(before - 5_000n);
    const [payment] = await api.database.asOwner<{ intent: string }>(
      'SELECT payment_intent_id AS intent FROM payment JOIN pledge ON pledge.id = payment.pledge_id WHERE pledge.need_id = $1',
      [parseId('need', need.needId)],
    );
    await api.stripe.api.refunds.create({ payment_intent: payment!.intent });
    await api.settle();
    expect(await standing(need)).toEqual(['PLANNED', 'RETURNED']);
    expect(await free()).toBe(before);
    await givenPaidPledge(api, company, need.needId, '10000');
    await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
    expect(await codes('startReview', { milestoneId: need.milestoneIds[0] }, await givenReviewer(api))).toEqual([]);
    expect(await standing(need)).toEqual(['IN_REVIEW', 'RESERVED']);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});

describe('what a programme gives to the pool', () => {
  it('comes out of what is held for it, once for each decision, and is never more than that', async () => {
    const pool = api.app.get(ReviewPoolService);
    const [owner, amount] = ['a programme', money(3_000n, 'USD')];
    const inTransaction = (work: (tx: Tx) => Promise<unknown>) =>
      api.app.get(UnitOfWork).run(systemActor('test'), work);
    await inTransaction((tx) =>
      api.app.get(LedgerService).post(tx, {
        kind: 'given',
        idem: 'given:a programme',
        occurredAt: tx.now,
        cause: {},
        postings: [
          debit(account('bank.operating', amount.currency), amount),
          credit(account('held.grant', amount.currency, owner), amount),
        ],
      }),
    );
    const before = await free();
    const feed = (sourceId: string) =>
      inTransaction((tx) => pool.feed(tx, { sourceId, from: { code: 'held.grant', owner }, amount }));
    await feed('the first decision');
    await feed('the first decision');
    expect(await free()).toBe(before + 3_000n);
    await expect(feed('the second decision')).rejects.toThrow(InsufficientFundsError);
    expect(await free()).toBe(before + 3_000n);
  });
});
