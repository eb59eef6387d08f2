import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '#platform/config';
import { APPLICATION_ROLE, connectionOptions } from './data-source.js';
import { ConfidentialReads } from './confidential-reads.js';
import { DataKeys } from './data-keys.js';
import { DatabaseHealth } from './database-health.js';
import { OutboxStore } from './outbox.js';
import { UnitOfWork } from './unit-of-work.js';

const STATEMENT_TIMEOUT_MS = 5_000;

/** The connection, the unit of work and the outbox of one process. `audit` has to provide the AuditSink. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...connectionOptions({
          url: config.get('DATABASE_URL'),
          poolSize: config.get('DATABASE_POOL_SIZE'),
          applicationName: 'mainstay',
          role: APPLICATION_ROLE,
          statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        }),
        autoLoadEntities: true,
        retryAttempts: 3,
        retryDelay: 500,
      }),
    }),
  ],
  providers: [UnitOfWork, ConfidentialReads, DataKeys, OutboxStore, DatabaseHealth],
  exports: [UnitOfWork, ConfidentialReads, DataKeys, OutboxStore, DatabaseHealth],
})
export class DatabaseModule {}
