import { Module } from '@nestjs/common';
import { anyone, asParent, type FieldPolicy } from '#platform/graphql';
import { AuditResolver } from './audit.resolver.js';
import { HistorySubjects } from './history-subjects.js';
import { InclusionLoader } from './inclusion.loader.js';

@Module({ providers: [AuditResolver, HistorySubjects, InclusionLoader], exports: [HistorySubjects] })
export class AuditGraphqlModule {}

export { HistorySubjects } from './history-subjects.js';
export { receiptField, type ReceiptSubject } from './receipt-field.js';

export const auditPolicy: FieldPolicy = {
  'Query.auditHead': anyone,
  'Query.auditConsistency': anyone,
  // The object's own rule decides: whoever does not see it gets null.
  'Query.history': anyone,
  'AuditHead.*': asParent,
  'AuditInclusion.*': asParent,
  'AuditReceipt.*': asParent,
  'AuditActor.*': asParent,
  'AuditEvent.*': asParent,
  'AuditEventConnection.*': asParent,
  'AuditEventEdge.*': asParent,
};
