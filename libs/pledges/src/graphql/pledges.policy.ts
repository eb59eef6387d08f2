import { asParent, scoped, type FieldPolicy } from '#platform/graphql';

export const pledgesPolicy: FieldPolicy = {
  'Query.pledge': scoped('pledges:read'),
  'Query.organisationPledges': scoped('pledges:read'),
  'Pledge.*': asParent,
  'PledgeConnection.*': asParent,
  'PledgeEdge.*': asParent,
  'Mutation.submitPledge': scoped('pledges:write'),
  'Mutation.withdrawPledge': scoped('pledges:write'),
  'SubmitPledgePayload.*': asParent,
  'WithdrawPledgePayload.*': asParent,
};
