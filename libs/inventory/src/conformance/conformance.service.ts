import { Injectable } from '@nestjs/common';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, systemActor, type Id } from '#platform/kernel';
import { UploadFiles } from '../upload-files.js';
import { CHECKER_VERSION, type Conformance } from './conformance.js';
import { ConformanceQueries, type UncheckedDocument } from './conformance.queries.js';
import { ConformanceThreads } from './conformance-threads.js';

const ACTOR = systemActor('inventory.check-conformance');

/** The job that says whether the documents of an inventory are what the schemas of their formats ask for. */
@Injectable()
export class ConformanceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ConformanceQueries,
    private readonly files: UploadFiles,
    private readonly threads: ConformanceThreads,
  ) {}

  /** One document after the other, each stored by itself: a run that is cut off goes on where it was. */
  async check(inventoryId: Id<'inv'>, organisationId: Id<'org'>): Promise<void> {
    const again = this.threads.spdxSchemas !== null;
    for (const document of await this.queries.unchecked(inventoryId, organisationId, again)) {
      const conformance = await this.threads.check({ ...document, path: this.files.pathOf(document.uploadId) });
      await this.unitOfWork.run(ACTOR, (tx) => store(tx, { inventoryId, organisationId }, document, conformance));
    }
  }
}

/** Of two runs of the same job the first one has stored it. What there was no usable schema for is replaced. */
async function store(
  tx: Tx,
  { inventoryId, organisationId }: { readonly inventoryId: Id<'inv'>; readonly organisationId: Id<'org'> },
  { sha256 }: UncheckedDocument,
  conformance: Conformance,
): Promise<void> {
  await clear(tx, clearanceForOrganisation(organisationId));
  const { result } = conformance;
  const rows = await tx.manager.query<unknown[]>(
    `INSERT INTO document_conformance (organisation_id, sha256, checker_version, result, schema, reason, error_count, errors, checked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (organisation_id, sha256, checker_version) DO UPDATE
       SET result = EXCLUDED.result, schema = EXCLUDED.schema, reason = EXCLUDED.reason, error_count = EXCLUDED.error_count,
           errors = EXCLUDED.errors, checked_at = EXCLUDED.checked_at
       WHERE document_conformance.reason IN ('SCHEMA_NOT_INCLUDED', 'SCHEMA_UNUSABLE') AND EXCLUDED.reason IS DISTINCT FROM document_conformance.reason
     RETURNING 1`,
    [
      organisationId,
      sha256,
      CHECKER_VERSION,
      result.toLowerCase(),
      'schema' in conformance ? conformance.schema : null,
      'reason' in conformance ? conformance.reason : null,
      'errorCount' in conformance ? conformance.errorCount : 0,
      JSON.stringify('errors' in conformance ? conformance.errors : []),
      tx.now.toISOString(),
    ],
  );
  if (rows.length > 0) tx.audit('inventory', inventoryId, 'checkConformance', { sha256, result });
}
