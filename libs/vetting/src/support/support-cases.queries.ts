import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceForSubject, type Id, type PersonPrincipal } from '#platform/kernel';
import type { SupportStatus } from './support-case.states.js';
import type { SupportChoice } from './support-cases.repository.js';

export interface SupportCaseRow {
  readonly id: Id<'sup'>;
  readonly status: SupportStatus;
  readonly openedAt: Date;
  readonly isPressed: boolean;
  readonly overloadedAt: Date | null;
  readonly advocateId: Id<'usr'> | null;
  readonly closedAt: Date | null;
  readonly choices: readonly SupportChoice[];
}

@Injectable()
export class SupportCasesQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** The newest case of a project, for those who speak for it and its stewards; null for all others, and where there is none. */
  async newest({ personId }: PersonPrincipal, projectId: Id<'prj'>): Promise<SupportCaseRow | null> {
    const rows = await this.reads.query<SupportCaseRow[]>(
      clearanceForSubject(personId),
      `SELECT id, status, opened_at AS "openedAt", is_pressed AS "isPressed", overloaded_at AS "overloadedAt", advocate_id AS "advocateId",
              closed_at AS "closedAt", ARRAY(SELECT choice FROM support_choice WHERE case_id = support_case.id ORDER BY choice) AS choices
         FROM support_case WHERE project_id = $1 ORDER BY opened_at DESC, id DESC LIMIT 1`,
      [projectId],
    );
    return rows[0] ?? null;
  }
}
