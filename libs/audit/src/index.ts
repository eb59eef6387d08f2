export { AuditLog } from './audit-log.js';
export { AuditModule } from './audit.module.js';
export { AuditQueries, type AuditCheck, type AuditHead } from './audit.queries.js';
export { leafHash, merkleRoot } from './merkle.js';
