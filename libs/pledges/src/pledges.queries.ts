import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { prepared, startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { ChargeTime, PledgeMethod } from './pledge.entity.js';
import type { PledgeStatus } from './pledge.states.js';

export interface PledgeRow {
  readonly id: Id<'plg'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly submittedBy: Id<'usr'>;
  readonly amount: Money;
  readonly released: Money;
  readonly method: PledgeMethod;
  readonly chargeTime: ChargeTime;
  readonly purchaseOrder: string | null;
  readonly status: PledgeStatus;
  readonly submittedAt: Date;
  readonly approvedAt: Date | null;
  readonly paidAt: Date | null;
  readonly returned: Money;
  readonly holdExpiresAt: Date | null;
}

type RawPledge = Omit<PledgeRow, 'amount' | 'released' | 'returned'> & {
  readonly amountMinor: string;
  readonly releasedMinor: string;
  readonly returnedMinor: string;
  readonly currency: string;
};

const COLUMNS = `id, need_id AS "needId", organisation_id AS "organisationId", submitted_by AS "submittedBy", amount_minor AS "amountMinor",
  released_minor AS "releasedMinor", returned_minor AS "returnedMinor", hold_expires_at AS "holdExpiresAt", currency, method, charge_time AS "chargeTime", purchase_order AS "purchaseOrder", status, submitted_at AS "submittedAt", approved_at AS "approvedAt", paid_at AS "paidAt"`;

/** Money that was accepted, and did not go back. */
const FUNDED = `pledge.status IN ('paid', 'partly_released', 'released')`;

const FUNDERS_AMONG = prepared(
  `SELECT DISTINCT organisation_id AS id FROM pledge WHERE organisation_id = ANY($1) AND ${FUNDED}`,
);

/** Part of what the sums of a need count: promised or arrived, and not given back. */
const COUNTED = `pledge.status NOT IN ('draft', 'lapsed', 'withdrawn')`;

/** What each of the organisations `$1` has in the sums of published needs, of the projects `$2` or of all: organisation_id, need_id, minor. */
export const OWN_PLEDGED = `
  SELECT pledge.organisation_id, pledge.need_id, sum(pledge.amount_minor - pledge.returned_minor)::bigint AS minor
    FROM pledge JOIN need ON need.id = pledge.need_id
   WHERE pledge.organisation_id = ANY($1) AND ($2::uuid[] IS NULL OR need.project_id = ANY($2)) AND need.status = 'published' AND ${COUNTED}
   GROUP BY pledge.organisation_id, pledge.need_id`;

/** Reads of pledges, scoped to the organisations that the caller belongs to. */
@Injectable()
export class PledgesQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** One pledge whoever it belongs to; the caller decides who sees it. */
  find(id: Id<'plg'>): Promise<PledgeRow | null> {
    return findPledge(this.dataSource.manager, id);
  }

  /** The same, on the connection of a transaction: a unit of work never waits for a second connection. */
  findWithin(tx: Tx, id: Id<'plg'>): Promise<PledgeRow | null> {
    return findPledge(tx.manager, id);
  }

  /** Several, on the connection of a transaction; in no order. */
  async manyWithin(tx: Tx, ids: readonly string[]): Promise<PledgeRow[]> {
    const rows = await tx.manager.query<RawPledge[]>(`SELECT ${COLUMNS} FROM pledge WHERE id = ANY($1)`, [ids]);
    return rows.map(pledgeRow);
  }

  /** Which of the organisations have given money that was accepted, and did not get it back. */
  async fundersAmong(organisationIds: readonly string[]): Promise<Id<'org'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'org'> }[]>(FUNDERS_AMONG, [organisationIds]);
    return rows.map(({ id }) => id);
  }

  /** The projects that each of the organisations has funded so. */
  async fundedBy(
    organisationIds: readonly string[],
  ): Promise<{ readonly organisationId: Id<'org'>; readonly projectId: Id<'prj'> }[]> {
    return this.dataSource.query(
      `SELECT DISTINCT pledge.organisation_id AS "organisationId", need.project_id AS "projectId"
         FROM pledge JOIN need ON need.id = pledge.need_id WHERE pledge.organisation_id = ANY($1) AND ${FUNDED}`,
      [organisationIds],
    );
  }

  async visible(ids: readonly string[], organisationIds: readonly string[]): Promise<PledgeRow[]> {
    const rows = await this.dataSource.query<RawPledge[]>(
      `SELECT ${COLUMNS} FROM pledge WHERE id = ANY($1) AND organisation_id = ANY($2)`,
      [ids, organisationIds],
    );
    return rows.map(pledgeRow);
  }

  /** Pledges of one organisation, newest first; `status` narrows them. */
  async ofOrganisation(
    organisationId: Id<'org'>,
    status: PledgeStatus | null,
    page: PageRequest,
  ): Promise<Page<PledgeRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawPledge[]>(
      `SELECT ${COLUMNS} FROM pledge
        WHERE organisation_id = $1 AND ($2::text IS NULL OR status = $2)
          AND ($3::timestamptz IS NULL OR (submitted_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY submitted_at DESC, id DESC LIMIT $5`,
      [organisationId, status, ...start, page.first + 1],
    );
    return toPage(rows.map(pledgeRow), page.first, (row) => [row.submittedAt.toISOString(), row.id]);
  }
}

function pledgeRow({ amountMinor, releasedMinor, returnedMinor, currency, ...row }: RawPledge): PledgeRow {
  const amount = (minor: string): Money => money(BigInt(minor), currency);
  return { ...row, amount: amount(amountMinor), released: amount(releasedMinor), returned: amount(returnedMinor) };
}

async function findPledge(manager: EntityManager, id: Id<'plg'>): Promise<PledgeRow | null> {
  const rows = await manager.query<RawPledge[]>(`SELECT ${COLUMNS} FROM pledge WHERE id = $1`, [id]);
  return rows[0] ? pledgeRow(rows[0]) : null;
}
