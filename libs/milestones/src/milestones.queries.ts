import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Clearance, type Id, type Money } from '#platform/kernel';
import type { MilestoneStatus } from './milestone.states.js';

export interface MilestoneRow {
  readonly id: Id<'mil'>;
  readonly needId: Id<'need'>;
  readonly position: number;
  readonly title: string;
  readonly deliverable: string;
  readonly amount: Money;
  readonly funded: Money;
  /** ISO 8601 day. */
  readonly startsOn: string | null;
  readonly status: MilestoneStatus;
  readonly reviewerId: Id<'usr'> | null;
  readonly submittedAt: Date | null;
  readonly acceptedAt: Date | null;
}

export interface EvidenceRow {
  readonly milestoneId: Id<'mil'>;
  readonly sha256: string;
  readonly note: string;
  readonly submittedAt: Date;
  readonly embargoedUntil: Date | null;
}

type RawMilestone = Omit<MilestoneRow, 'amount' | 'funded'> & {
  readonly amountMinor: string;
  readonly fundedMinor: string;
  readonly currency: string;
};

const COLUMNS = `milestone.id, milestone.need_id AS "needId", milestone.position, milestone.title, milestone.deliverable,
  milestone.amount_minor AS "amountMinor", milestone.funded_minor AS "fundedMinor", milestone.currency, milestone.starts_on::text AS "startsOn", milestone.status,
  milestone.reviewer_id AS "reviewerId", milestone.submitted_at AS "submittedAt", milestone.accepted_at AS "acceptedAt"`;

/** Reads of milestones. A plan is as visible as its need. */
@Injectable()
export class MilestonesQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: ConfidentialReads,
  ) {}

  /** Counts up with every change of the row; what a reviewer has confirmed holds for one of them. */
  async versionOf(id: string): Promise<string | null> {
    const rows = await this.dataSource.query<{ version: number }[]>('SELECT version FROM milestone WHERE id = $1', [
      id,
    ]);
    return rows[0] ? String(rows[0].version) : null;
  }

  async visible(ids: readonly string[], viewerPersonId: string | null): Promise<MilestoneRow[]> {
    const rows = await this.dataSource.query<RawMilestone[]>(
      `SELECT ${COLUMNS} FROM milestone JOIN need ON need.id = milestone.need_id
        WHERE milestone.id = ANY($1) AND (need.status IN ('published', 'closed') OR need.recipient_person_id = $2)`,
      [ids, viewerPersonId],
    );
    return rows.map(milestoneRow);
  }

  async ofNeeds(needIds: readonly string[]): Promise<MilestoneRow[]> {
    const rows = await this.dataSource.query<RawMilestone[]>(
      `SELECT ${COLUMNS} FROM milestone WHERE need_id = ANY($1) ORDER BY need_id, position`,
      [needIds],
    );
    return rows.map(milestoneRow);
  }

  /** The same of one need, on the connection of a transaction. */
  async planWithin(tx: Tx, needId: Id<'need'>): Promise<MilestoneRow[]> {
    const rows = await tx.manager.query<RawMilestone[]>(
      `SELECT ${COLUMNS} FROM milestone WHERE need_id = $1 ORDER BY position`,
      [needId],
    );
    return rows.map(milestoneRow);
  }

  /** The ISO 8601 day on which work on a milestone is planned to start, on the connection of a transaction. */
  async startWithin(tx: Tx, id: Id<'mil'>): Promise<string | null> {
    const rows = await tx.manager.query<{ readonly day: string | null }[]>(
      'SELECT starts_on::text AS day FROM milestone WHERE id = $1',
      [id],
    );
    return rows[0]?.day ?? null;
  }

  /** Milestones that wait for a reviewer, oldest submission first. */
  async awaitingReview(page: PageRequest): Promise<Page<MilestoneRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawMilestone[]>(
      `SELECT ${COLUMNS} FROM milestone
        WHERE milestone.status IN ('submitted', 'in_review')
          AND ($1::timestamptz IS NULL OR (milestone.submitted_at, milestone.id) > ($1::timestamptz, $2::uuid))
        ORDER BY milestone.submitted_at, milestone.id LIMIT $3`,
      [...start, page.first + 1],
    );
    return toPage(rows.map(milestoneRow), page.first, (row) => [row.submittedAt!.toISOString(), row.id]);
  }

  /** What is under embargo is only in it for those who may see it; the policy of the table decides. */
  async evidenceOf(clearance: Clearance, milestoneIds: readonly string[]): Promise<EvidenceRow[]> {
    return this.reads.query<EvidenceRow[]>(
      clearance,
      `SELECT milestone_id AS "milestoneId", sha256, note, submitted_at AS "submittedAt", embargoed_until AS "embargoedUntil" FROM evidence
        WHERE milestone_id = ANY($1) ORDER BY submitted_at`,
      [milestoneIds],
    );
  }
}

function milestoneRow({ amountMinor, fundedMinor, currency, ...row }: RawMilestone): MilestoneRow {
  return { ...row, amount: money(BigInt(amountMinor), currency), funded: money(BigInt(fundedMinor), currency) };
}
