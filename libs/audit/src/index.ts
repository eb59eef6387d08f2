export { AuditLog } from './audit-log.js';
export { AuditModule } from './audit.module.js';
export { AuditQueries, type AuditCheck, type AuditHead } from './audit.queries.js';
export { AuditExport } from './export.queries.js';
export { CheckpointsService } from './checkpoints.service.js';
export { HistoryQueries, type Inclusion, type LoggedEntry } from './history.queries.js';
export { leafHash, merkleRoot } from './merkle.js';
export { PublishedLog } from './published-log.js';
export { SigningKey, newSigningKey } from './signing-key.js';
