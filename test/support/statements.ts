import { DataSource, type Logger } from 'typeorm';
import type { TestApi } from './test-api.js';

/** The SQL statements that the API sends while `work` runs. */
export async function statementsDuring(api: TestApi, work: () => Promise<unknown>): Promise<string[]> {
  const dataSource = api.app.get(DataSource);
  const statements: string[] = [];
  const before = dataSource.logger;
  const nothing = (): void => undefined;
  const recorder: Logger = {
    logQuery: (query) => statements.push(query),
    logQueryError: nothing,
    logQuerySlow: nothing,
    logSchemaBuild: nothing,
    logMigration: nothing,
    log: nothing,
  };
  Object.assign(dataSource, { logger: recorder });
  try {
    await work();
  } finally {
    Object.assign(dataSource, { logger: before });
  }
  return statements;
}
