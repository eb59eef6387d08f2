import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceForOrganisation, money, type Id, type Money } from '#platform/kernel';
import type { Period } from '../period.rules.js';

/** A need that was open at an instant. */
export interface OpenNeed {
  readonly id: Id<'need'>;
  readonly projectId: Id<'prj'>;
  readonly kind: string;
  readonly title: string;
  readonly goal: Money;
}

/** What shows that the work was done. What is under embargo is not among it. */
interface ReportedEvidence {
  readonly sha256: string;
  readonly submittedAt: string;
}

export interface AcceptedMilestone {
  readonly id: Id<'mil'>;
  readonly projectId: Id<'prj'>;
  readonly needId: Id<'need'>;
  readonly title: string;
  readonly acceptedAt: Date;
  readonly evidence: readonly ReportedEvidence[];
}

type RawNeed = Omit<OpenNeed, 'goal'> & { readonly goalMinor: string; readonly currency: string };

/**
 * Work on projects, as of a period. Read with the clearance of the organisation and of no person: a reader who reviews for a
 * foundation sees more, and a file that is handed on must not.
 */
@Injectable()
export class ReportedWorkQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  async openNeeds(organisationId: Id<'org'>, projectIds: readonly string[], at: Date): Promise<OpenNeed[]> {
    const rows = await this.reads.query<RawNeed[]>(
      clearanceForOrganisation(organisationId),
      `SELECT need.id, need.project_id AS "projectId", need.kind, need.title, need.goal_minor AS "goalMinor", need.currency
         FROM need
        WHERE need.project_id = ANY($1) AND need.published_at < $2 AND NOT EXISTS (
          SELECT 1 FROM audit_entry entry
           WHERE entry.subject = 'need:' || need.id AND entry.canonical::jsonb ->> 'action' IN ('close', 'cancel')
             AND (entry.canonical::jsonb ->> 'at')::timestamptz < $2)
        ORDER BY need.id`,
      [projectIds, at.toISOString()],
    );
    return rows.map(({ goalMinor, currency, ...row }) => ({ ...row, goal: money(BigInt(goalMinor), currency) }));
  }

  acceptedMilestones(
    organisationId: Id<'org'>,
    projectIds: readonly string[],
    { from, to }: Period,
  ): Promise<AcceptedMilestone[]> {
    return this.reads.query<AcceptedMilestone[]>(
      clearanceForOrganisation(organisationId),
      `SELECT milestone.id, need.project_id AS "projectId", need.id AS "needId", milestone.title, milestone.accepted_at AS "acceptedAt",
              coalesce((SELECT jsonb_agg(jsonb_build_object('sha256', evidence.sha256, 'submittedAt', evidence.submitted_at) ORDER BY evidence.submitted_at, evidence.id)
                 FROM evidence WHERE evidence.milestone_id = milestone.id), '[]') AS evidence
         FROM need JOIN milestone ON milestone.need_id = need.id
        WHERE need.project_id = ANY($1) AND milestone.accepted_at >= $2 AND milestone.accepted_at < $3
        ORDER BY milestone.id`,
      [projectIds, from.toISOString(), to.toISOString()],
    );
  }
}
