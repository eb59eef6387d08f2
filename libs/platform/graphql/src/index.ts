export {
  ConnectionArgs,
  PageInfo,
  connectionFrom,
  connectionType,
  pageOf,
  type ConnectionValue,
} from './connection.js';
export type { GraphqlContext } from './context.js';
export { DOCUMENT_LIMITS, checkDocument, type CheckedDocument } from './document-limits.js';
export { PART_OF_ROW, unpagedLists } from './unpaged-lists.js';
export { MAX_ERRORS, createErrorFormatter } from './error-formatter.js';
export {
  allOf,
  anyone,
  asParent,
  enforcePolicy,
  isAllowed,
  mergePolicies,
  operator,
  person,
  publicOr,
  scoped,
  signedIn,
  type FieldPolicy,
  type FieldRule,
} from './field-policy.js';
export { graphqlMessages } from './messages.en.js';
export { MoneyInput, MoneyType, moneyOf } from './money.type.js';
export { Node, NodeRegistry, type NodeLoader } from './node.js';
export {
  Refusals,
  UndeclaredRefusalError,
  contractsOf,
  describeContracts,
  watchRefusals,
  type MutationContract,
} from './mutation-contract.js';
export { MutationInput, MutationPayload, UserError, asPayload } from './payload.js';
export { PlainDocuments } from './plain-documents.js';
export {
  BadRequestError,
  ForbiddenRequestError,
  RateLimitedError,
  RequestError,
  UnauthenticatedError,
  type RequestErrorCode,
} from './request-errors.js';
export { RateBuckets, type RateStanding } from './rate-buckets.repository.js';
export { RequestLoader } from './request-loader.js';
export {
  ObjectVersions,
  StepUpGate,
  StepUpInput,
  SteppedUpInput,
  enforceStepUp,
  signedArguments,
  type Admission,
  type ProtectedCall,
  type ProtectedArguments,
  type Protection,
  type ProtectionTable,
} from './step-up.js';
export { GraphqlPlatformModule, graphqlPolicy } from './platform.module.js';
export { selectedNames } from './selected-names.js';
