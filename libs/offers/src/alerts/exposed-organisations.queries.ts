import { Injectable } from '@nestjs/common';
import { OrganisationDomainsQueries } from '#libs/identity';
import { PledgesQueries } from '#libs/pledges';
import { clear, type Tx } from '#platform/database';
import { clearanceForProjects, type Id } from '#platform/kernel';

/** Which organisations ship a project. It never leaves the server: each of them is told of the project, and of no other. */
@Injectable()
export class ExposedOrganisations {
  constructor(
    private readonly domains: OrganisationDomainsQueries,
    private readonly pledges: PledgesQueries,
  ) {}

  /** Those that stand on the project by a current inventory of a product that is not archived, as matching keeps them. */
  async to(tx: Tx, projectId: Id<'prj'>): Promise<Id<'org'>[]> {
    await clear(tx, clearanceForProjects([projectId]));
    const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
      'SELECT organisation_id AS id FROM project_exposure WHERE project_id = $1 ORDER BY organisation_id',
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
