import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * A statement that PostgreSQL plans once for each connection, and not at every call: for what requests ask all the time, whose best plan
 * is the same for all values. Nothing that selects `*`: a plan that is kept does not outlive a change of its columns.
 */
export function prepared(sql: string): string {
  names.set(sql, createHash('sha256').update(sql).digest('hex').slice(0, 32));
  return sql;
}

/** The name that a prepared statement has on every connection; undefined for all others. */
export function preparedName(sql: string): string | undefined {
  return names.get(sql);
}
