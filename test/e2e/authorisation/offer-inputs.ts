import { givenCall, givenOffer } from '../../support/given-offers.js';
import { givenProject, key } from '../../support/given.js';
import type { Input } from './input.js';
import type { World } from './world.js';

const project = ({ api }: World): Promise<string> => givenProject(api, `https://github.com/example/offers-${key()}`);
const ofCompany = ({ company }: World) => ({ organisationId: company.organisationId });

async function called(world: World): Promise<string> {
  return givenCall(world.api, world.company, await project(world), world.people.operator);
}

export const OFFER_INPUTS: Readonly<Record<string, Input>> = {
  openStandingOffer: {
    type: 'OpenStandingOfferInput',
    input: async (world) => ({
      ...ofCompany(world),
      projectId: await project(world),
      amount: { minor: '1000', currency: 'USD' },
      idempotencyKey: key(),
    }),
  },
  withdrawStandingOffer: {
    type: 'WithdrawStandingOfferInput',
    input: async (world) => ({ standingOfferId: await givenOffer(world.api, world.company, await project(world)) }),
  },
  openAdoptionCall: {
    type: 'OpenAdoptionCallInput',
    input: async (world) => ({ ...ofCompany(world), projectId: await project(world), note: 'We build on it' }),
  },
  withdrawAdoptionCall: {
    type: 'WithdrawAdoptionCallInput',
    input: async (world) => ({ adoptionCallId: await called(world) }),
  },
  answerAdoptionCall: {
    type: 'AnswerAdoptionCallInput',
    input: async ({ api, company, ids }) => ({
      adoptionCallId: await givenCall(api, company, ids.idle!, await api.givenPerson(`Answerer ${key()}`)),
      message: 'I would take it on',
    }),
  },
  setDependencyAlertsOff: {
    type: 'SetDependencyAlertsOffInput',
    input: (world) => Promise.resolve({ ...ofCompany(world), kind: 'NEED_POSTED', isOff: false }),
  },
  markDependencyAlertsRead: {
    type: 'MarkDependencyAlertsReadInput',
    input: (world) => Promise.resolve(ofCompany(world)),
  },
};
