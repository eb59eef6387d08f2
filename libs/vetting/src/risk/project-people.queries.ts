import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

export interface ProjectPeople {
  readonly name: string;
  readonly owners: readonly string[];
  readonly reviewers: readonly string[];
  readonly stewards: readonly string[];
}

/** Who hears of what signals say of a project. */
@Injectable()
export class ProjectPeopleQueries {
  async of(tx: Tx, projectId: string): Promise<ProjectPeople> {
    const rows = await tx.manager.query<ProjectPeople[]>(
      `SELECT name, ARRAY(SELECT person_id FROM project_maintainer WHERE project_id = $1 ORDER BY person_id) AS owners,
              ${seats('REVIEWER')} AS reviewers, ${seats('STEWARD')} AS stewards
         FROM project WHERE id = $1`,
      [projectId],
    );
    return rows[0]!;
  }
}

/** Who sits for the project $1, as SQL. */
export function seats(kind: 'STEWARD' | 'REVIEWER'): string {
  return `ARRAY(SELECT person_id FROM project_seat WHERE project_id = $1 AND kind = '${kind}' AND ended_at IS NULL ORDER BY person_id)`;
}
