/**
 * Every code that a refusal can carry: the closed enum `UserErrorCode` of the GraphQL schema. A code that clients know
 * is never renamed. A test compares the list with the DomainError classes of the house.
 */
export const REFUSAL_CODES = [
  'INVALID_ID',
  'UNKNOWN_CURRENCY',
  'INVALID_AMOUNT',
  'CURRENCY_MISMATCH',
  'ILLEGAL_TRANSITION',
  'IDEMPOTENCY_MISMATCH',
  'INVALID_IDEMPOTENCY_KEY',
  'INVALID_PAGE',
] as const;
