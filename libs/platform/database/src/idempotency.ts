import type { RefusalCode } from '#platform/contracts';
import { ConflictError, ValidationError, canonicalJson, sha256Hex, type Canonical } from '#platform/kernel';
import type { Tx } from './tx.js';

/** What makes a request one request: who asks for what, under which key. */
export interface IdempotentRequest {
  /** The principal's id, so that keys of different callers never meet. */
  readonly scope: string;
  readonly operation: string;
  readonly key: string;
  readonly body: Canonical;
}

export interface IdempotentResult {
  /** Id of the object that the first call made. */
  readonly resultId: string;
  readonly replayed: boolean;
}

/** With what `runOnce` refuses by itself. */
export const IDEMPOTENCY_REFUSALS: readonly RefusalCode[] = ['IDEMPOTENCY_MISMATCH', 'INVALID_IDEMPOTENCY_KEY'];

/**
 * Runs `work` once for a key. The record commits with the effect: a second call with the same body gets the first
 * result, one with another body is refused, and a concurrent one waits for the first to end.
 */
export async function runOnce(
  tx: Tx,
  request: IdempotentRequest,
  work: () => Promise<string>,
): Promise<IdempotentResult> {
  if (!/^[\x21-\x7e]{8,255}$/.test(request.key)) throw new InvalidIdempotencyKeyError();
  const hash = sha256Hex(canonicalJson(request.body));
  const inserted = await tx.manager.query<unknown[]>(
    `INSERT INTO idempotency_record (scope, operation, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [request.scope, request.operation, request.key, hash, tx.now.toISOString()],
  );
  if (inserted.length === 0) return replay(tx, request, hash);
  const resultId = await work();
  await tx.manager.query(
    'UPDATE idempotency_record SET result_id = $4 WHERE scope = $1 AND operation = $2 AND key = $3',
    [request.scope, request.operation, request.key, resultId],
  );
  return { resultId, replayed: false };
}

async function replay(tx: Tx, request: IdempotentRequest, hash: string): Promise<IdempotentResult> {
  const rows = await tx.manager.query<{ request_hash: string; result_id: string }[]>(
    'SELECT request_hash, result_id FROM idempotency_record WHERE scope = $1 AND operation = $2 AND key = $3',
    [request.scope, request.operation, request.key],
  );
  const record = rows[0];
  if (record?.request_hash !== hash) throw new IdempotencyMismatchError();
  return { resultId: record.result_id, replayed: true };
}

export class IdempotencyMismatchError extends ConflictError {
  override readonly code = 'IDEMPOTENCY_MISMATCH';
  constructor() {
    super('database.idempotencyMismatch', {}, ['idempotencyKey']);
  }
}

export class InvalidIdempotencyKeyError extends ValidationError {
  override readonly code = 'INVALID_IDEMPOTENCY_KEY';
  constructor() {
    super('database.invalidIdempotencyKey', {}, ['idempotencyKey']);
  }
}
