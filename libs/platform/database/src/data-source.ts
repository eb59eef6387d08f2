import type { DataSourceOptions, MixedList, EntitySchema } from 'typeorm';
import { ApplicationClient } from './application-client.js';

/** The role that requests and jobs act as: it owns nothing, and cannot change ledger or audit rows. */
export const APPLICATION_ROLE = 'mainstay_app';

export interface ConnectionSettings {
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
  /** Null for migrations, which act as the owner. */
  readonly role: string | null;
  readonly statementTimeoutMs: number;
}

type Entities = MixedList<new () => object | EntitySchema>;

/** TypeORM's options for one process. `synchronize` is never on: the schema changes by migrations alone. */
export function connectionOptions(settings: ConnectionSettings, entities: Entities = []): DataSourceOptions {
  const startup = [
    ...(settings.role ? [`role=${settings.role}`] : []),
    `statement_timeout=${String(settings.statementTimeoutMs)}`,
    'idle_in_transaction_session_timeout=10000',
    'lock_timeout=4000',
    'TimeZone=UTC',
    'default_transaction_isolation=read\\ committed',
  ];
  return {
    type: 'postgres',
    url: settings.url,
    entities: entities as never,
    synchronize: false,
    logging: false,
    applicationName: settings.applicationName,
    extra: {
      Client: ApplicationClient,
      // What does not wait for an answer is sent without one.
      pipeline: true,
      max: settings.poolSize,
      connectionTimeoutMillis: 5_000,
      options: startup.map((setting) => `-c ${setting}`).join(' '),
    },
  };
}
