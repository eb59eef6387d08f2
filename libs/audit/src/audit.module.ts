import { Global, Module } from '@nestjs/common';
import { AuditSink } from '#platform/database';
import { AuditLog } from './audit-log.js';
import { AuditQueries } from './audit.queries.js';

@Global()
@Module({
  providers: [{ provide: AuditSink, useClass: AuditLog }, AuditQueries],
  exports: [AuditSink, AuditQueries],
})
export class AuditModule {}
