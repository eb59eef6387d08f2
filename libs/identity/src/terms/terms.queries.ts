import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Id } from '#platform/kernel';
import type { TermsName } from './terms.rules.js';

export interface AcceptanceRow {
  readonly terms: TermsName;
  readonly version: number;
  readonly sha256: string;
  readonly organisationId: Id<'org'> | null;
  readonly acceptedAt: Date;
}

@Injectable()
export class TermsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** What a person accepted, and what was accepted for the organisations of the person; newest first. */
  acceptances(personId: string, organisationIds: readonly string[]): Promise<AcceptanceRow[]> {
    return this.dataSource.query<AcceptanceRow[]>(
      `SELECT terms, version, sha256, organisation_id AS "organisationId", accepted_at AS "acceptedAt"
         FROM terms_acceptance WHERE person_id = $1 OR organisation_id = ANY($2::uuid[])
        ORDER BY accepted_at DESC, id DESC LIMIT 100`,
      [personId, organisationIds],
    );
  }
}
