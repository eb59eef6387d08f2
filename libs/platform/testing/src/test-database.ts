import { DataSource } from 'typeorm';
import {
  APPLICATION_ROLE,
  UnitOfWork,
  connectionOptions,
  createDatabase,
  dropDatabase,
  type AuditSink,
} from '#platform/database';
import { Clock, SystemClock, systemActor, uuidv7, type Actor } from '#platform/kernel';

/** Names that the global set-up of the test run leaves in the environment. */
export const TEST_SERVER_VARIABLE = 'MAINSTAY_TEST_SERVER_URL';
export const TEST_TEMPLATE_VARIABLE = 'MAINSTAY_TEST_TEMPLATE';

export const TEST_ACTOR: Actor = systemActor('test');

export interface TestDatabase {
  /** Address of the database, as its owner. */
  readonly url: string;
  /** Connections as the application's role, as in production. */
  readonly dataSource: DataSource;
  /** One statement as the owner, to build what no service builds and to see what no role may see. */
  asOwner<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  unitOfWork(auditSink: AuditSink, clock?: Clock): UnitOfWork;
  /** For what is done from the machine itself. */
  unitOfWorkAsOwner(auditSink: AuditSink, clock?: Clock): UnitOfWork;
  close(): Promise<void>;
}

/** A migrated database of its own for one test file: a clone of the template that the run made once. */
export async function openTestDatabase(entities: readonly (new () => object)[] = []): Promise<TestDatabase> {
  const server = required(TEST_SERVER_VARIABLE);
  const name = `test_${uuidv7().replaceAll('-', '')}`;
  await createDatabase(server, name, required(TEST_TEMPLATE_VARIABLE));
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const settings = { url, applicationName: 'mainstay-test', statementTimeoutMs: 20_000 };
  const dataSource = new DataSource(
    connectionOptions({ ...settings, poolSize: 20, role: APPLICATION_ROLE }, [...entities]),
  );
  const owner = new DataSource(connectionOptions({ ...settings, poolSize: 2, role: null }));
  await Promise.all([dataSource.initialize(), owner.initialize()]);
  return {
    url,
    dataSource,
    asOwner: (sql, parameters) => owner.query(sql, parameters),
    unitOfWork: (auditSink, clock = new SystemClock()) => new UnitOfWork(dataSource, clock, auditSink),
    unitOfWorkAsOwner: (auditSink, clock = new SystemClock()) => new UnitOfWork(owner, clock, auditSink),
    close: async () => {
      await Promise.all([dataSource.destroy(), owner.destroy()]);
      await dropDatabase(server, name);
    },
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run the tests with "npm test", which starts a database`);
  return value;
}
