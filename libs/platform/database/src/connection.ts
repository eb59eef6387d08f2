import { DataSource } from 'typeorm';
import { connectionOptions } from './data-source.js';

const STATEMENT_TIMEOUT_MS = 60_000;

/** One connection pool outside of Nest, for commands that read. The caller destroys it. */
export function openConnection(
  url: string,
  applicationName: string,
  role: string | null,
  poolSize = 2,
): Promise<DataSource> {
  return new DataSource(
    connectionOptions({ url, poolSize, applicationName, role, statementTimeoutMs: STATEMENT_TIMEOUT_MS }),
  ).initialize();
}
