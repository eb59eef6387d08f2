import { HOURS_40, givenAcceptedInKind, givenInKind } from '../../support/given-in-kind.js';
import { givenNeed, key } from '../../support/given.js';
import type { Input } from './input.js';
import type { World } from './world.js';

async function offered({ api, company, need }: World): Promise<string> {
  return givenInKind(api, company, need.needId);
}

export const IN_KIND_INPUTS: Readonly<Record<string, Input>> = {
  offerInKind: {
    type: 'OfferInKindInput',
    input: async ({ api, company }) => ({
      organisationId: company.organisationId,
      needId: (await givenNeed(api)).needId,
      description: 'An engineer',
      idempotencyKey: key(),
      ...HOURS_40,
    }),
  },
  acceptInKind: {
    type: 'AcceptInKindInput',
    input: async (world) => ({ contributionId: await offered(world) }),
  },
  declineInKind: {
    type: 'EndInKindInput',
    input: async (world) => ({ contributionId: await offered(world), reason: 'We have somebody' }),
  },
  confirmInKindDelivery: {
    type: 'ConfirmInKindDeliveryInput',
    input: async ({ api, company, need }) => ({
      contributionId: await givenAcceptedInKind(api, company, need),
      amount: { minor: '100', currency: 'XHR' },
      note: 'An hour',
      idempotencyKey: key(),
    }),
  },
  withdrawInKind: {
    type: 'EndInKindInput',
    input: async (world) => ({ contributionId: await offered(world), reason: 'She has left us' }),
  },
};
