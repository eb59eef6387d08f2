import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceForOrganisation, type Id } from '#platform/kernel';
import { CHECKER_VERSION, type DocumentKind } from './conformance.js';

export interface UncheckedDocument extends DocumentKind {
  readonly sha256: string;
  /** The upload that holds its bytes, and the name that it was given. */
  readonly uploadId: Id<'upl'>;
  readonly fileName: string;
}

@Injectable()
export class ConformanceQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /**
   * Documents of an inventory that this version of the checker has not looked at, in any inventory; the same bytes once.
   * @param again those too for which there was no usable schema
   */
  async unchecked(
    inventoryId: Id<'inv'>,
    organisationId: Id<'org'>,
    again: boolean,
  ): Promise<readonly UncheckedDocument[]> {
    return this.reads.query(
      clearanceForOrganisation(organisationId),
      `SELECT DISTINCT ON (document.sha256) document.sha256, document.format, document.format_version AS "formatVersion",
              upload.id AS "uploadId", upload.file_name AS "fileName"
         FROM inventory JOIN upload ON upload.id = inventory.upload_id
         JOIN inventory_document document ON document.inventory_id = inventory.id
        WHERE inventory.id = $1 AND NOT EXISTS (
          SELECT 1 FROM document_conformance checked
           WHERE checked.organisation_id = document.organisation_id AND checked.sha256 = document.sha256 AND checked.checker_version = $2
             AND NOT ($3 AND coalesce(checked.reason IN ('SCHEMA_NOT_INCLUDED', 'SCHEMA_UNUSABLE'), false)))
        ORDER BY document.sha256, document.position`,
      [inventoryId, CHECKER_VERSION, again],
    );
  }
}
