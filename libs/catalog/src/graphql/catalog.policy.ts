import { anyone, asParent, person, type FieldPolicy } from '#platform/graphql';

export const catalogPolicy: FieldPolicy = {
  'Query.projects': anyone,
  'Query.claim': person,
  'Project.*': anyone,
  'ProjectConnection.*': asParent,
  'ProjectEdge.*': asParent,
  'Claim.*': asParent,
  'ClaimFile.*': asParent,
  'Mutation.claimProject': person,
  'Mutation.checkClaim': person,
  'ClaimProjectPayload.*': asParent,
  'CheckClaimPayload.*': asParent,
};
