import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { TrancheMethod } from './tranche-commitment.entity.js';
import type { TrancheCommitmentStatus } from './tranche-commitment.states.js';

export interface TrancheCommitmentRow {
  readonly id: Id<'tcm'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly submittedBy: Id<'usr'>;
  readonly amount: Money;
  readonly method: TrancheMethod;
  readonly purchaseOrder: string | null;
  readonly status: TrancheCommitmentStatus;
  readonly endReason: string | null;
  readonly submittedAt: Date;
  readonly approvedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface TrancheRow {
  readonly commitmentId: Id<'tcm'>;
  readonly pledgeId: Id<'plg'>;
  readonly milestoneId: Id<'mil'>;
  readonly dueAt: Date | null;
}

export interface ExpectedTranche {
  readonly needId: Id<'need'>;
  readonly amount: Money;
  readonly dueAt: Date;
}

type RawExpected = Omit<ExpectedTranche, 'amount'> & { readonly minor: string; readonly currency: string };
type Raw = Omit<TrancheCommitmentRow, 'amount'> & { readonly amountMinor: string; readonly currency: string };

const COLUMNS = `id, need_id AS "needId", organisation_id AS "organisationId", submitted_by AS "submittedBy", amount_minor AS "amountMinor", currency,
  method, purchase_order AS "purchaseOrder", status, end_reason AS "endReason", submitted_at AS "submittedAt", approved_at AS "approvedAt", ended_at AS "endedAt"`;

/** Reads of commitments in tranches, scoped to the organisations that the caller belongs to. */
@Injectable()
export class TrancheCommitmentsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** One of whoever it belongs to; the caller decides who sees it. */
  find(id: Id<'tcm'>): Promise<TrancheCommitmentRow | null> {
    return findOne(this.dataSource.manager, id);
  }

  /** The same, on the connection of a transaction. */
  findWithin(tx: Tx, id: Id<'tcm'>): Promise<TrancheCommitmentRow | null> {
    return findOne(tx.manager, id);
  }

  async visible(ids: readonly string[], organisationIds: readonly string[]): Promise<TrancheCommitmentRow[]> {
    const rows = await this.dataSource.query<Raw[]>(
      `SELECT ${COLUMNS} FROM tranche_commitment WHERE id = ANY($1) AND organisation_id = ANY($2)`,
      [ids, organisationIds],
    );
    return rows.map(withAmount);
  }

  /** Those of one organisation, newest first; `status` narrows them. */
  async ofOrganisation(
    organisationId: Id<'org'>,
    status: TrancheCommitmentStatus | null,
    page: PageRequest,
  ): Promise<Page<TrancheCommitmentRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<Raw[]>(
      `SELECT ${COLUMNS} FROM tranche_commitment
        WHERE organisation_id = $1 AND ($2::text IS NULL OR status = $2)
          AND ($3::timestamptz IS NULL OR (submitted_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY submitted_at DESC, id DESC LIMIT $5`,
      [organisationId, status, ...start, page.first + 1],
    );
    return toPage(rows.map(withAmount), page.first, (row) => [row.submittedAt.toISOString(), row.id]);
  }

  /** Their tranches, each in its order. */
  tranchesOf(ids: readonly string[]): Promise<TrancheRow[]> {
    return this.dataSource.query<TrancheRow[]>(
      `SELECT commitment_id AS "commitmentId", pledge_id AS "pledgeId", milestone_id AS "milestoneId", due_at AS "dueAt"
         FROM tranche WHERE commitment_id = ANY($1) ORDER BY commitment_id, position`,
      [ids],
    );
  }

  /** What is going to be asked for, of needs. */
  async expectedFor(needIds: readonly string[]): Promise<ExpectedTranche[]> {
    const rows = await this.dataSource.query<RawExpected[]>(
      `SELECT commitment.need_id AS "needId", pledge.amount_minor AS minor, commitment.currency, tranche.due_at AS "dueAt"
         FROM tranche_commitment commitment JOIN tranche ON tranche.commitment_id = commitment.id JOIN pledge ON pledge.id = tranche.pledge_id
        WHERE commitment.need_id = ANY($1) AND commitment.status = 'active' AND pledge.status = 'scheduled' ORDER BY tranche.due_at`,
      [needIds],
    );
    return rows.map(({ minor, currency, ...row }) => ({ ...row, amount: money(BigInt(minor), currency) }));
  }
}

async function findOne(manager: EntityManager, id: Id<'tcm'>): Promise<TrancheCommitmentRow | null> {
  const rows = await manager.query<Raw[]>(`SELECT ${COLUMNS} FROM tranche_commitment WHERE id = $1`, [id]);
  return rows[0] ? withAmount(rows[0]) : null;
}

function withAmount({ amountMinor, currency, ...row }: Raw): TrancheCommitmentRow {
  return { ...row, amount: money(BigInt(amountMinor), currency) };
}
