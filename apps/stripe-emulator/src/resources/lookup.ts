import { noSuchObject } from '../errors.js';
import type { Operation } from '../operation.js';
import type { TableName, Tables } from '../store/tables.js';

/** The object of the operation's account with this id; 404 for what does not exist and what belongs to another. */
export function retrieve<T extends TableName>(operation: Operation, table: T, kind: string, id: string): Tables[T] {
  const row = operation.tx.row(table, id);
  if (row?.account !== operation.account) throw noSuchObject(kind, id);
  return row.value;
}
