import { DataSource } from 'typeorm';
import { AuditExport } from '#libs/audit';
import type { TestApi } from './test-api.js';

/** The whole audit log as `mainstay audit export` writes it. */
export async function auditExportOf(api: TestApi): Promise<string> {
  const lines: string[] = [];
  for await (const line of new AuditExport(api.app.get(DataSource)).lines()) lines.push(line);
  return lines.join('');
}
