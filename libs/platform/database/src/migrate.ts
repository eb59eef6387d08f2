import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { connectionOptions } from './data-source.js';

const MIGRATION_STATEMENT_TIMEOUT_MS = 600_000;
/** Any number that nothing else in the database locks. */
const MIGRATION_LOCK = 6_417_209;

/**
 * Applies what is missing, each migration in its own transaction, as the owner; answers with the names applied. Of
 * several processes that start at once the first migrates, and the others wait and find nothing to do.
 */
export async function migrate(url: string, migrations: readonly (new () => MigrationInterface)[]): Promise<string[]> {
  return withClient(url, async (client) => {
    // The lock belongs to the session, so it ends with this connection however the migrations end.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return applyMissing(url, migrations);
  });
}

async function applyMissing(url: string, migrations: readonly (new () => MigrationInterface)[]): Promise<string[]> {
  const dataSource = new DataSource({
    ...connectionOptions({
      url,
      poolSize: 2,
      applicationName: 'mainstay-migrate',
      role: null,
      statementTimeoutMs: MIGRATION_STATEMENT_TIMEOUT_MS,
    }),
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
  });
  await dataSource.initialize();
  try {
    const applied = await dataSource.runMigrations();
    // The API and the worker ask at start whether the schema is theirs.
    await dataSource.query('GRANT SELECT ON schema_migration TO mainstay_app');
    return applied.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}

/** Makes a database when there is none of this name; `template` copies one. `url` may name any database of the server. */
export async function createDatabase(url: string, name: string, template?: string): Promise<void> {
  await withClient(url, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount !== 0) return;
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(name)}${template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : ''}`,
    );
  });
}

/** Drops a database with whatever is still connected to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
