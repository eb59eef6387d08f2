import { givenProposal, givenRight, proposal } from '../../support/given-operators.js';
import { key } from '../../support/given.js';
import type { Caller } from '../../support/test-api.js';
import type { Input } from './input.js';
import type { World } from './world.js';

const somebody = ({ api }: World): Promise<Caller> => api.givenPerson(`Beneficiary ${key()}`);
const proposedBy = async (world: World, proposer: Caller) => ({
  proposalId: await givenProposal(world.api, proposer, await somebody(world), 'FINANCE_OPERATOR'),
});

export const OPERATOR_INPUTS: Readonly<Record<string, Input>> = {
  approveOperatorRight: {
    type: 'ApproveOperatorRightInput',
    input: (world) => proposedBy(world, world.operators.second),
  },
  declineOperatorRight: {
    type: 'AnswerOperatorProposalInput',
    input: (world) => proposedBy(world, world.operators.second),
  },
  proposeOperatorRight: {
    type: 'ProposeOperatorRightInput',
    input: async (world) => proposal(world.api, await somebody(world), 'FINANCE_OPERATOR'),
  },
  revokeOperatorRight: {
    type: 'RevokeOperatorRightInput',
    input: async (world) => {
      const { second, third } = world.operators;
      const { grantId } = await givenRight(world.api, second, third, await somebody(world), 'FINANCE_OPERATOR');
      return { grantId, reason: 'Has left' };
    },
  },
  withdrawOperatorRight: {
    type: 'AnswerOperatorProposalInput',
    input: (world) => proposedBy(world, world.operators.first),
  },
};
