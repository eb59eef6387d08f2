import { Injectable } from '@nestjs/common';
import { OrganisationDomainsQueries } from '#libs/identity';
import { PledgesQueries } from '#libs/pledges';
import { clear, type Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { ProjectClearance } from '../project-clearance.queries.js';

/** Which organisations ship a project. It never leaves the server: each of them is told of the project, and of no other. */
@Injectable()
export class ExposedOrganisations {
  constructor(
    private readonly clearance: ProjectClearance,
    private readonly domains: OrganisationDomainsQueries,
    private readonly pledges: PledgesQueries,
  ) {}

  /** Those with a current inventory, of a product that is not archived, that leads to the project. */
  async to(tx: Tx, projectId: Id<'prj'>): Promise<Id<'org'>[]> {
    await clear(tx, await this.clearance.everybody());
    const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
      `SELECT DISTINCT product.organisation_id AS id
         FROM project_use use JOIN product ON product.current_inventory_id = use.inventory_id
        WHERE use.project_id = $1 AND product.archived_at IS NULL ORDER BY id`,
      [projectId],
    );
    return rows.map(({ id }) => id);
  }

  /** The same, of those who may know how projects stand (ADR 0096). */
  async clearedTo(tx: Tx, projectId: Id<'prj'>): Promise<Id<'org'>[]> {
    const verified = await this.domains.verifiedAmong(await this.to(tx, projectId));
    return verified.length === 0 ? [] : this.pledges.fundersAmong(verified);
  }
}
