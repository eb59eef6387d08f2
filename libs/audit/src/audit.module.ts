import { Global, Module } from '@nestjs/common';
import { AuditSink } from '#platform/database';
import { AuditJobs } from './audit.jobs.js';
import { AuditLog } from './audit-log.js';
import { AuditQueries } from './audit.queries.js';
import { CheckpointsRepository } from './checkpoints.repository.js';
import { CheckpointsService } from './checkpoints.service.js';
import { HistoryQueries } from './history.queries.js';
import { AuditNodes } from './nodes.queries.js';
import { PublishedLog } from './published-log.js';
import { SigningKey } from './signing-key.js';

@Global()
@Module({
  providers: [
    { provide: AuditSink, useClass: AuditLog },
    AuditQueries,
    AuditNodes,
    CheckpointsRepository,
    CheckpointsService,
    SigningKey,
    AuditJobs,
    HistoryQueries,
    PublishedLog,
  ],
  exports: [AuditSink, AuditQueries, CheckpointsService, HistoryQueries, PublishedLog, SigningKey],
})
export class AuditModule {}
