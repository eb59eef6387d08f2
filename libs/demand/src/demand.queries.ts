import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceForSubject, type Id } from '#platform/kernel';

export interface DemandRow {
  readonly projectId: Id<'prj'>;
  /** Lower bound of a band: at least so many, and fewer than the next band. */
  readonly organisations: number;
  /** The same, of those in which a package of the project is a direct dependency; null below the first band. */
  readonly directOrganisations: number | null;
  /** ISO 8601 day, UTC. */
  readonly countedOn: string;
}

@Injectable()
export class DemandQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Figures of those of the projects that the person maintains. */
  async ofMaintained(personId: Id<'usr'>, projectIds: readonly string[]): Promise<DemandRow[]> {
    return this.reads.query<DemandRow[]>(
      clearanceForSubject(personId),
      `SELECT project_id AS "projectId", organisations, direct_organisations AS "directOrganisations", counted_on::text AS "countedOn"
         FROM project_demand JOIN project_maintainer maintainer USING (project_id)
        WHERE maintainer.person_id = $1 AND project_id = ANY($2)`,
      [personId, projectIds],
    );
  }

  /**
   * Figures of those of the projects for which a call for adoption is open, for people who are signed in. The policy of the
   * table asks for the call.
   */
  async ofCalled(
    personId: Id<'usr'>,
    projectIds: readonly string[],
  ): Promise<Pick<DemandRow, 'projectId' | 'organisations'>[]> {
    return this.reads.query(
      clearanceForSubject(personId),
      'SELECT project_id AS "projectId", organisations FROM project_demand WHERE project_id = ANY($1)',
      [projectIds],
    );
  }
}
