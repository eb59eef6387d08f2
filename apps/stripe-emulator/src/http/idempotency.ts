import { canonicalJson, DAY_MS, sha256Hex, type Canonical } from '#platform/kernel';
import { ApiError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { IdempotencyRow } from '../store/records/idempotency.js';
import type { DecodedObject } from './form.js';

const KEY_LIFETIME_MS = DAY_MS;
const MAX_KEY_LENGTH = 255;

/** Keys belong to one account: the same key of another account is another key. */
export function idempotencyId(account: string, key: string): string {
  return `${account}/${key}`;
}

/** Refuses keys Stripe would refuse. */
export function checkKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH) {
    throw new ApiError(400, `Idempotency keys have at most ${MAX_KEY_LENGTH} characters.`, {
      type: 'idempotency_error',
    });
  }
}

/** Two requests are the same when method, path and decoded parameters are: the order of parameters does not matter. */
export function requestHash(method: string, pathname: string, decoded: DecodedObject): string {
  return sha256Hex(`${method} ${pathname} ${canonicalJson(stringified(decoded))}`);
}

/** The stored outcome for a key, or null when it is new or older than 24 hours of the clock. */
export function findStored(operation: Operation, id: string, hash: string, key: string): IdempotencyRow | null {
  const stored = operation.tx.get('idempotency', id);
  if (stored === undefined) return null;
  if (stored.expiresAtMs <= operation.instant.getTime()) {
    operation.tx.delete('idempotency', id);
    return null;
  }
  if (stored.requestHash === hash) return stored;
  throw new ApiError(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. ` +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );
}

/** Stores an outcome in the transaction of its effect: either both are there after a crash or neither. */
export function store(operation: Operation, id: string, outcome: Omit<IdempotencyRow, 'expiresAtMs'>): void {
  operation.tx.put('idempotency', id, {
    ...outcome,
    expiresAtMs: operation.instant.getTime() + KEY_LIFETIME_MS,
  });
}

/** 409: another request with this key is still being executed. */
export function keyInUse(key: string): ApiError {
  return new ApiError(
    409,
    `There is currently another in-progress request using this Idempotency Key (${key}). Please try again later.`,
    { type: 'idempotency_error', code: 'idempotency_key_in_use' },
  );
}

/** Numbers of JSON bodies may be fractions, which canonical JSON refuses; as text they compare just as well. */
function stringified(value: DecodedObject): Canonical {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'number' ? `n${inner}` : inner)),
  ) as Canonical;
}
