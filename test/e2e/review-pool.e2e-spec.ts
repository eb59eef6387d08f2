import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  api = await TestApi.start({ REVIEW_FEES: 'USD:5000' });
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

const free = async (): Promise<bigint> => {
  const { data } = await api.gql('{ reviewPool { free { minor } } }');
  return BigInt((data!.reviewPool as { free: { minor: string } }[])[0]?.free.minor ?? '0');
};

async function submitted(company: GivenCompany): Promise<GivenNeed> {
  const need = await givenNeed(api, undefined, ['10000']);
  await givenPaidPledge(api, company, need.needId, '10000');
  await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
  return need;
}

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
});
