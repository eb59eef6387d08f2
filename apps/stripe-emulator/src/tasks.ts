import type { Operation } from './operation.js';

/** What can fall due by the clock. */
export type TaskKind = 'charge.settle' | 'funds.release' | 'checkout.expire';

/** Work for a later instant of the clock; it is deleted in the transaction of its effect, so it happens once. */
export interface TaskRow {
  readonly kind: TaskKind;
  readonly dueAtMs: number;
  /** The object or account it is about. */
  readonly subject: string;
}

/** Schedules a task in the transaction of the operation that made it necessary. */
export function schedule(operation: Operation, kind: TaskKind, subject: string, dueAtMs: number): void {
  operation.tx.put('task', operation.newId('task'), { kind, dueAtMs, subject }, operation.account);
}
