import { givenBalance, key } from '../../support/given.js';
import { givenPoolGift } from '../../support/given-review-pool.js';
import type { Input } from './input.js';
import { givenMilestone, type World } from './world.js';

/** A gift that waits, and is covered by the balance of the company. */
async function asked({ api, company }: World): Promise<{ readonly giftId: string }> {
  await givenBalance(api, company, '100');
  return { giftId: await givenPoolGift(api, company, '100') };
}

export const REVIEW_POOL_INPUTS: Readonly<Record<string, Input>> = {
  giveToReviewPool: {
    type: 'GiveToReviewPoolInput',
    input: ({ ids }) =>
      Promise.resolve({
        organisationId: ids.organisation,
        amount: { minor: '100', currency: 'USD' },
        idempotencyKey: key(),
      }),
  },
  approveReviewPoolGift: { type: 'ApproveReviewPoolGiftInput', input: asked },
  rejectReviewPoolGift: { type: 'RejectReviewPoolGiftInput', input: asked },
  stepBackFromReview: {
    type: 'StepBackFromReviewInput',
    input: async (world) => ({ milestoneId: (await givenMilestone(world, world.people.reviewer)).milestoneIds[0] }),
  },
};
