import type { MessageCatalogue } from '#platform/kernel';

export const databaseMessages = {
  'database.idempotencyMismatch':
    'This idempotency key was used before with other values. Use a new key for a new request.',
  'database.invalidIdempotencyKey': 'An idempotency key has 8 to 255 visible ASCII characters. A new UUID does well.',
  'database.invalidPageSize': '"first" is a whole number from 1 to {maximum}.',
  'database.invalidCursor':
    '"after" is not a cursor of this list. Take one from pageInfo.endCursor of the page before.',
} satisfies MessageCatalogue;
