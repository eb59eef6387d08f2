import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RecurringCollection, RecurringInterval } from '#platform/contracts';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { RecurringPledgeStatus } from './recurring-pledge.states.js';
import type { ChangeAction, ChangeCause } from './recurring-pledges.repository.js';

export interface RecurringPledgeRow {
  readonly id: Id<'rpl'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly submittedBy: Id<'usr'>;
  readonly amount: Money;
  readonly interval: RecurringInterval;
  readonly collection: RecurringCollection;
  readonly daysUntilDue: number | null;
  readonly purchaseOrder: string | null;
  readonly noticeDays: number;
  readonly status: RecurringPledgeStatus;
  readonly submittedAt: Date;
  readonly approvedAt: Date | null;
  readonly startedAt: Date | null;
  readonly currentPeriodEnd: Date | null;
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  readonly paymentUrl: string | null;
}

export interface ChangeRow {
  readonly recurringPledgeId: Id<'rpl'>;
  readonly action: ChangeAction;
  readonly cause: ChangeCause;
  readonly personId: Id<'usr'> | null;
  readonly reason: string | null;
  readonly changedAt: Date;
}

/** What a need can expect: an amount at the end of each period, from the next one on. */
export interface ExpectedRow {
  readonly needId: Id<'need'>;
  readonly amount: Money;
  readonly interval: RecurringInterval;
  readonly currentPeriodEnd: Date;
}

type Raw<Row> = Omit<Row, 'amount'> & { readonly amountMinor: string; readonly currency: string };

const COLUMNS = `id, need_id AS "needId", organisation_id AS "organisationId", submitted_by AS "submittedBy", amount_minor AS "amountMinor", currency,
  interval, collection, days_until_due AS "daysUntilDue", purchase_order AS "purchaseOrder", notice_days AS "noticeDays", status, submitted_at AS "submittedAt", approved_at AS "approvedAt", started_at AS "startedAt",
  current_period_end AS "currentPeriodEnd", ends_at AS "endsAt", ended_at AS "endedAt", payment_url AS "paymentUrl"`;

/** Reads of recurring pledges, scoped to the organisations that the caller belongs to. */
@Injectable()
export class RecurringPledgesQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** One of whoever it belongs to; the caller decides who sees it. */
  find(id: Id<'rpl'>): Promise<RecurringPledgeRow | null> {
    return findOne(this.dataSource.manager, id);
  }

  /** The same, on the connection of a transaction. */
  findWithin(tx: Tx, id: Id<'rpl'>): Promise<RecurringPledgeRow | null> {
    return findOne(tx.manager, id);
  }

  async visible(ids: readonly string[], organisationIds: readonly string[]): Promise<RecurringPledgeRow[]> {
    const rows = await this.dataSource.query<Raw<RecurringPledgeRow>[]>(
      `SELECT ${COLUMNS} FROM recurring_pledge WHERE id = ANY($1) AND organisation_id = ANY($2)`,
      [ids, organisationIds],
    );
    return rows.map((row) => withAmount<RecurringPledgeRow>(row));
  }

  /** Those of one organisation, newest first; `status` narrows them. */
  async ofOrganisation(
    organisationId: Id<'org'>,
    status: RecurringPledgeStatus | null,
    page: PageRequest,
  ): Promise<Page<RecurringPledgeRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw<RecurringPledgeRow>[]>(
      `SELECT ${COLUMNS} FROM recurring_pledge
        WHERE organisation_id = $1 AND ($2::text IS NULL OR status = $2)
          AND ($3::timestamptz IS NULL OR (submitted_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY submitted_at DESC, id DESC LIMIT $5`,
      [organisationId, status, ...start, page.first + 1],
    );
    const found = rows.map((row) => withAmount<RecurringPledgeRow>(row));
    return toPage(found, page.first, (row) => [row.submittedAt.toISOString(), row.id]);
  }

  /** What was asked for, newest first. */
  changesOf(ids: readonly string[]): Promise<ChangeRow[]> {
    return this.dataSource.query<ChangeRow[]>(
      `SELECT recurring_pledge_id AS "recurringPledgeId", action, cause, person_id AS "personId", reason, changed_at AS "changedAt"
         FROM recurring_pledge_change WHERE recurring_pledge_id = ANY($1) ORDER BY recurring_pledge_id, position DESC`,
      [ids],
    );
  }

  /** The pledges of the periods that were paid, newest first. */
  async childrenOf(
    id: Id<'rpl'>,
    page: PageRequest,
  ): Promise<Page<{ readonly pledgeId: Id<'plg'>; readonly paidAt: Date }>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<{ pledgeId: Id<'plg'>; paidAt: Date }[]>(
      `SELECT pledge_id AS "pledgeId", paid_at AS "paidAt" FROM recurring_pledge_period
        WHERE recurring_pledge_id = $1 AND ($2::timestamptz IS NULL OR (paid_at, pledge_id) < ($2::timestamptz, $3::uuid))
        ORDER BY paid_at DESC, pledge_id DESC LIMIT $4`,
      [id, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.paidAt.toISOString(), row.pledgeId]);
  }

  /** What runs and is not going to end. */
  async expectedFor(needIds: readonly string[]): Promise<ExpectedRow[]> {
    const rows = await this.dataSource.query<Raw<ExpectedRow>[]>(
      `SELECT need_id AS "needId", amount_minor AS "amountMinor", currency, interval, current_period_end AS "currentPeriodEnd"
         FROM recurring_pledge
        WHERE need_id = ANY($1) AND status = 'active' AND ends_at IS NULL AND current_period_end IS NOT NULL ORDER BY id`,
      [needIds],
    );
    return rows.map((row) => withAmount<ExpectedRow>(row));
  }
}

function withAmount<Row extends { readonly amount: Money }>({ amountMinor, currency, ...row }: Raw<Row>): Row {
  return { ...row, amount: money(BigInt(amountMinor), currency) } as unknown as Row;
}

async function findOne(manager: EntityManager, id: Id<'rpl'>): Promise<RecurringPledgeRow | null> {
  const rows = await manager.query<Raw<RecurringPledgeRow>[]>(`SELECT ${COLUMNS} FROM recurring_pledge WHERE id = $1`, [
    id,
  ]);
  return rows[0] ? withAmount<RecurringPledgeRow>(rows[0]) : null;
}
