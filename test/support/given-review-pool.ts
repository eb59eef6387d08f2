import { givenBalance, key, type GivenCompany } from './given.js';
import type { TestApi } from './test-api.js';

/** What a company, by its engineer, asks to give to the pool that reviewers are paid from. */
export async function givenPoolGift(
  api: TestApi,
  company: GivenCompany,
  minor: string,
  currency = 'USD',
): Promise<string> {
  const { organisationId, engineer } = company;
  const input = { organisationId, amount: { minor, currency }, idempotencyKey: key() };
  const { gift } = await api.mutate<{ gift: { id: string } }>(
    'giveToReviewPool',
    'GiveToReviewPoolInput',
    'gift { id }',
    input,
    engineer,
  );
  return gift.id;
}

/** The same, paid in advance and approved. */
export async function givenReviewPool(
  api: TestApi,
  company: GivenCompany,
  minor: string,
  currency = 'USD',
): Promise<void> {
  await givenBalance(api, company, minor, currency);
  const giftId = await givenPoolGift(api, company, minor, currency);
  const { finance } = company;
  await api.mutate('approveReviewPoolGift', 'ApproveReviewPoolGiftInput', 'clientMutationId', { giftId }, finance);
  await api.settle();
}
