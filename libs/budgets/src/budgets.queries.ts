import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Id } from '#platform/kernel';

/** Pledges of an organisation whose approval is open, oldest first; ids only, since pledges knows how to read them. */
@Injectable()
export class BudgetsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async awaitingApproval(organisationId: Id<'org'>, limit: number): Promise<Id<'plg'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'plg'> }[]>(
      `SELECT pledge.id FROM pledge
         JOIN approval_request request ON request.subject_type = 'pledge' AND request.subject_id = pledge.id AND request.status = 'open'
        WHERE pledge.organisation_id = $1 AND pledge.status = 'promised' ORDER BY pledge.submitted_at, pledge.id LIMIT $2`,
      [organisationId, limit],
    );
    return rows.map(({ id }) => id);
  }
}
