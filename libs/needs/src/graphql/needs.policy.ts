import { anyone, asParent, person, type FieldPolicy } from '#platform/graphql';

export const needsPolicy: FieldPolicy = {
  'Query.publishedNeeds': anyone,
  'Query.need': anyone,
  'Need.*': asParent,
  'NeedConnection.*': asParent,
  'NeedEdge.*': asParent,
  'Mutation.createNeed': person,
  'Mutation.publishNeed': person,
  'Mutation.cancelNeed': person,
  'Mutation.closeNeed': person,
  'CreateNeedPayload.*': asParent,
  'PublishNeedPayload.*': asParent,
  'CancelNeedPayload.*': asParent,
  'CloseNeedPayload.*': asParent,
};
