import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, payeeOfColumns, type Id, type Payee, type PayeeColumns } from '#platform/kernel';
import { ProjectRequiredError } from './need.errors.js';
import type { NeedKind } from './need.entity.js';
import type { NeedCapacity } from './need.rules.js';
import type { PayeeStatus } from './payees.service.js';

/** What a list of needs shows of each. */
export interface NeedHead extends NeedCapacity {
  readonly id: Id<'need'>;
  readonly projectId: Id<'prj'>;
  readonly kind: NeedKind;
  readonly title: string;
}

export interface NeedRow extends NeedHead {
  readonly recipientPersonId: Id<'usr'>;
  readonly summary: string;
  readonly deadline: Date | null;
  readonly publishedAt: Date | null;
}

export interface NeedFilter {
  readonly kind: NeedKind | null;
  readonly projectId: Id<'prj'> | null;
}

/** What `needHeadOf` makes a need of, where the table has its own name. */
export const NEED_HEAD_COLUMNS = `need.id, need.project_id AS "projectId", need.kind, need.title, need.status, need.goal_minor AS "goalMinor",
  need.reserved_minor AS "reservedMinor", need.received_minor AS "receivedMinor", need.currency`;

const NEED_COLUMNS = `${NEED_HEAD_COLUMNS}, need.recipient_person_id AS "recipientPersonId", need.summary, need.deadline, need.published_at AS "publishedAt"`;

/** Everybody may see a need of which this holds. */
export const IS_PUBLIC_NEED = `need.status IN ('published', 'closed')`;

const PAYEES = `SELECT need_id AS "needId", person_id AS "personId", organisation_id AS "organisationId", weight, status, for_project AS "forProject" FROM need_payee`;

type RawPayee = Omit<PayeeRow, 'payee'> & PayeeColumns;

interface Sums {
  readonly goalMinor: string;
  readonly reservedMinor: string;
  readonly receivedMinor: string;
  readonly currency: string;
}

export type NeedHeadColumns = Omit<NeedHead, 'goal' | 'reserved' | 'received'> & Sums;
type NeedColumns = Omit<NeedRow, 'goal' | 'reserved' | 'received'> & Sums;

/** Who asks for needs, and the organisations that the viewer belongs to. */
export interface NeedViewer {
  readonly personId: string | null;
  readonly organisationIds: readonly string[];
}

export const NOBODY: NeedViewer = { personId: null, organisationIds: [] };

export interface PayeeRow {
  readonly needId: Id<'need'>;
  readonly payee: Payee;
  readonly weight: number;
  readonly status: PayeeStatus;
  readonly forProject: boolean;
}

/** Reads of needs. A draft is seen by its author and by whoever is asked to be paid for it; the scope is part of each statement. */
@Injectable()
export class NeedsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async visible(ids: readonly string[], viewer: NeedViewer): Promise<NeedRow[]> {
    const rows = await this.dataSource.query<NeedColumns[]>(
      `SELECT ${NEED_COLUMNS} FROM need
        WHERE need.id = ANY($1) AND (${IS_PUBLIC_NEED} OR need.recipient_person_id = $2
          OR EXISTS (SELECT 1 FROM need_payee payee
                      WHERE payee.need_id = need.id AND payee.status <> 'declined' AND (payee.person_id = $2 OR payee.organisation_id = ANY($3))))`,
      [ids, viewer.personId, viewer.organisationIds],
    );
    return rows.map(needOf);
  }

  /** Who is paid for each need, in their order. Whoever reached the need may see it. */
  async payeesOf(needIds: readonly string[]): Promise<PayeeRow[]> {
    return payeeRows(
      await this.dataSource.query<RawPayee[]>(`${PAYEES} WHERE need_id = ANY($1) ORDER BY need_id, position`, [
        needIds,
      ]),
    );
  }

  /** Needs that somebody is asked to be paid for and has not decided on, newest first. */
  async proposedTo({ personId, organisationIds }: NeedViewer, limit: number): Promise<PayeeRow[]> {
    return payeeRows(
      await this.dataSource.query<RawPayee[]>(
        `${PAYEES} WHERE status = 'proposed' AND (person_id = $1 OR organisation_id = ANY($2)) ORDER BY need_id DESC, position LIMIT $3`,
        [personId, organisationIds, limit],
      ),
    );
  }

  /** Everybody who gains by needs: who posted them, their payees, and all members of an organisation that is one. */
  async beneficiariesWithin(tx: Tx, needIds: readonly Id<'need'>[]): Promise<Id<'usr'>[]> {
    const rows = await tx.manager.query<{ id: Id<'usr'> }[]>(
      `SELECT recipient_person_id AS id FROM need WHERE id = ANY($1)
       UNION SELECT person_id FROM need_payee WHERE need_id = ANY($1) AND person_id IS NOT NULL
       UNION SELECT membership.person_id FROM need_payee payee
               JOIN membership ON membership.organisation_id = payee.organisation_id WHERE payee.need_id = ANY($1)
       ORDER BY id`,
      [needIds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Published needs, newest first. Requests for co-maintainers are among those of one project alone: all of them in one list are the
   * projects that are thinly staffed (T-30).
   * @throws ProjectRequiredError when it is asked for that list
   */
  async published(filter: NeedFilter, page: PageRequest): Promise<Page<NeedRow>> {
    if (filter.kind === 'CO_MAINTAINER' && filter.projectId === null) throw new ProjectRequiredError();
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<NeedColumns[]>(
      `SELECT ${NEED_COLUMNS} FROM need
        WHERE need.status = 'published' AND (need.kind <> 'CO_MAINTAINER' OR $2::uuid IS NOT NULL) AND ($1::text IS NULL OR need.kind = $1) AND ($2::uuid IS NULL OR need.project_id = $2)
          AND ($3::timestamptz IS NULL OR (need.published_at, need.id) < ($3::timestamptz, $4::uuid))
        ORDER BY need.published_at DESC, need.id DESC LIMIT $5`,
      [filter.kind, filter.projectId, ...start, page.first + 1],
    );
    return toPage(rows.map(needOf), page.first, (row) => [row.publishedAt!.toISOString(), row.id]);
  }

  /** Published needs of a project, within a transaction. */
  async publishedIdsWithin(tx: Tx, projectId: Id<'prj'>): Promise<Id<'need'>[]> {
    const rows = await tx.manager.query<{ id: Id<'need'> }[]>(
      `SELECT id FROM need WHERE status = 'published' AND project_id = $1 ORDER BY id`,
      [projectId],
    );
    return rows.map(({ id }) => id);
  }

  /** Projects with a published need whose deadline is between two instants. */
  async projectsWithDeadline(from: Date, to: Date): Promise<Id<'prj'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'prj'> }[]>(
      `SELECT DISTINCT project_id AS id FROM need WHERE status = 'published' AND deadline BETWEEN $1 AND $2 ORDER BY id`,
      [from.toISOString(), to.toISOString()],
    );
    return rows.map(({ id }) => id);
  }
}

/** Written out, since it is made for every row of every list. */
export function needHeadOf(row: NeedHeadColumns): NeedHead {
  const { currency } = row;
  return {
    id: row.id,
    projectId: row.projectId,
    kind: row.kind,
    title: row.title,
    status: row.status,
    goal: money(BigInt(row.goalMinor), currency),
    reserved: money(BigInt(row.reservedMinor), currency),
    received: money(BigInt(row.receivedMinor), currency),
  };
}

function needOf(row: NeedColumns): NeedRow {
  const { recipientPersonId, summary, deadline, publishedAt } = row;
  return { ...needHeadOf(row), recipientPersonId, summary, deadline, publishedAt };
}

function payeeRows(rows: readonly RawPayee[]): PayeeRow[] {
  return rows.map(({ personId, organisationId, ...row }) => ({
    ...row,
    payee: payeeOfColumns({ personId, organisationId }),
  }));
}
