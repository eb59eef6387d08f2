import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { formatId, type Id } from '#platform/kernel';
import type { NewWorkload } from './workloads.service.js';

export interface TrustedWorkload extends NewWorkload {
  readonly id: Id<'wkl'>;
  readonly externalId: string;
  readonly registeredBy: Id<'usr'>;
  readonly createdAt: Date;
}

const COLUMNS = `workload.id, workload.organisation_id AS "organisationId", workload.product_id AS "productId", workload.name,
  workload.issuer, workload.repository_id AS "repositoryId", workload.repository_owner_id AS "repositoryOwnerId",
  workload.ref_pattern AS "refPattern", workload.job_workflow_ref AS "jobWorkflowRef",
  workload.registered_by AS "registeredBy", workload.created_at AS "createdAt"`;

/** Workloads that were not removed. */
@Injectable()
export class WorkloadsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that trust an issuer. A workload ends when who registered it leaves the organisation. */
  async ofIssuer(issuer: string): Promise<TrustedWorkload[]> {
    const rows = await this.dataSource.query<Omit<TrustedWorkload, 'externalId'>[]>(
      `SELECT ${COLUMNS} FROM trusted_workload workload
         JOIN membership ON membership.person_id = workload.registered_by AND membership.organisation_id = workload.organisation_id
        WHERE workload.issuer = $1 AND workload.removed_at IS NULL ORDER BY workload.created_at, workload.id`,
      [issuer],
    );
    return rows.map(withExternalId);
  }

  /** The oldest hundred of each organisation. */
  async ofOrganisations(organisationIds: readonly string[]): Promise<TrustedWorkload[]> {
    const rows = await this.dataSource.query<Omit<TrustedWorkload, 'externalId'>[]>(
      `SELECT oldest.* FROM unnest($1::uuid[]) AS organisation (id)
        CROSS JOIN LATERAL (
          SELECT ${COLUMNS} FROM trusted_workload workload
           WHERE workload.organisation_id = organisation.id AND workload.removed_at IS NULL
           ORDER BY workload.created_at, workload.id LIMIT 100) AS oldest`,
      [organisationIds],
    );
    return rows.map(withExternalId);
  }
}

function withExternalId(row: Omit<TrustedWorkload, 'externalId'>): TrustedWorkload {
  return { ...row, externalId: formatId('wkl', row.id) };
}
