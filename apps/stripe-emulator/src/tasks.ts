import type { Operation } from './operation.js';
import type { TaskKind } from './store/records/task.js';

/** Schedules a task in the transaction of the operation that made it necessary. */
export function schedule(operation: Operation, kind: TaskKind, subject: string, dueAtMs: number): void {
  operation.tx.put('task', operation.newId('task'), { kind, dueAtMs, subject }, operation.account);
}
