export { clear } from './clearance.js';
export { commit, forgetCommitments, type CommitmentSubject } from './commitments.js';
export { ConfidentialReads } from './confidential-reads.js';
export { openConnection } from './connection.js';
export { DataKeys, type DataKey, type StoredDataKey } from './data-keys.js';
export { APPLICATION_ROLE, connectionOptions } from './data-source.js';
export { Gathered } from './gathered.js';
export { isDatabaseError, violatedConstraint } from './database-errors.js';
export { DatabaseHealth } from './database-health.js';
export { DatabaseModule } from './database.module.js';
export {
  startEmbeddedPostgres,
  removeEmbeddedPostgres,
  stopEmbeddedPostgres,
  type EmbeddedPostgres,
} from './embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres.errors.js';
export {
  IDEMPOTENCY_REFUSALS,
  IdempotencyMismatchError,
  InvalidIdempotencyKeyError,
  runOnce,
  type IdempotentResult,
} from './idempotency.js';
export { firstDelivery } from './inbox.js';
export {
  EMPTY_PAGE,
  InvalidPageError,
  assertPageSize,
  decodeCursor,
  encodeCursor,
  startOf,
  toPage,
  type Page,
  type PageRequest,
  type Position,
  type PositionColumn,
} from './keyset.js';
export { databaseMessages } from './messages.en.js';
export {
  LONGEST_WAIT_MS,
  MAX_DELIVERY_ATTEMPTS,
  OutboxStore,
  failingMessages,
  retryMessages,
  type FailingMessage,
  type OutboxMessage,
} from './outbox.js';
export { createDatabase, dropDatabase, migrate } from './migrate.js';
export { prepared } from './prepared.js';
export { rowStream } from './row-stream.js';
export { bigintColumn } from './transformers.js';
export { AuditSink, Tx, type AuditRecord } from './tx.js';
export { UnitOfWork } from './unit-of-work.js';
export { assertWritable } from './writable.js';
