import type { Operation } from '../operation.js';
import type { TableName, Tables } from '../store/tables.js';

/** Stores an object with other values in some of its fields, tells nobody, and gives it back. */
export function change<T extends TableName>(
  operation: Operation,
  table: T,
  object: Tables[T] & { readonly id: string },
  fields: Partial<Tables[T]>,
): Tables[T] {
  const next = { ...object, ...fields };
  operation.tx.put(table, object.id, next);
  return next;
}
