import { z } from 'zod';
import { noSuchObject } from '../errors.js';
import { expand } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import type { TableName, Tables } from '../store/tables.js';

/** The object of the operation's account with this id; 404 for what does not exist and what belongs to another. */
export function retrieve<T extends TableName>(operation: Operation, table: T, kind: string, id: string): Tables[T] {
  const row = operation.tx.row(table, id);
  if (row?.account !== operation.account) throw noSuchObject(kind, id);
  return row.value;
}

/** `GET {collection}/{id}` for an object that is answered as it is stored. */
export function retrieveRoute<T extends TableName>(collection: string, table: T, kind: string): Route {
  return route({
    method: 'GET',
    path: `${collection}/{id}`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => retrieve(operation, table, kind, id!) as object,
  });
}
