import { asParent, person, signedIn, type FieldPolicy } from '#platform/graphql';

export const pledgesPolicy: FieldPolicy = {
  'Query.pledge': signedIn,
  'Query.organisationPledges': signedIn,
  'Pledge.*': asParent,
  'PledgeConnection.*': asParent,
  'PledgeEdge.*': asParent,
  'Mutation.submitPledge': person,
  'Mutation.withdrawPledge': person,
  'SubmitPledgePayload.*': asParent,
  'WithdrawPledgePayload.*': asParent,
};
