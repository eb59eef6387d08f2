import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Clearance, type Id, type Money } from '#platform/kernel';
import type { RunMethod } from './allocation-run.entity.js';
import type { AllocationRunStatus } from './allocation-run.states.js';

export interface RunRow {
  readonly id: Id<'alr'>;
  readonly budgetId: Id<'bdg'>;
  readonly organisationId: Id<'org'>;
  readonly createdBy: Id<'usr'> | null;
  readonly lockedBy: Id<'usr'> | null;
  readonly amount: Money;
  readonly rolledIn: Money;
  readonly planned: Money;
  readonly reserve: Money;
  readonly lineCount: number;
  readonly method: RunMethod;
  readonly purchaseOrder: string | null;
  readonly periodOn: string;
  readonly status: AllocationRunStatus;
  readonly inputsSha256: string | null;
  readonly rolledInto: Id<'alr'> | null;
  readonly voidReason: string | null;
  readonly createdAt: Date;
  readonly lockedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly fundedAt: Date | null;
  readonly distributedAt: Date | null;
}

export type RawRun = Omit<RunRow, 'amount' | 'rolledIn' | 'planned' | 'reserve'> &
  Record<'amountMinor' | 'rolledInMinor' | 'plannedMinor' | 'reserveMinor' | 'currency', string>;

export interface LineRow {
  readonly runId: Id<'alr'>;
  readonly position: number;
  readonly needId: Id<'need'>;
  /** Its title. */
  readonly need: string;
  readonly projectId: Id<'prj'>;
  /** Its name. */
  readonly project: string;
  readonly tenths: number;
  readonly tier: string;
  readonly weight: number;
  readonly amountMinor: string;
  readonly reason: string | null;
  readonly opensAtMinor: string | null;
  readonly parts: readonly { readonly reason: string; readonly minor: string }[];
  readonly promisedMinor: string | null;
  readonly shortage: string | null;
  readonly pledgeId: Id<'plg'> | null;
  readonly heldMinor: string | null;
  readonly heldUntil: Date | null;
  readonly heldFallback: string | null;
  readonly heldOutcome: string | null;
  readonly currency: string;
  /** Whether its points are those of full fragility, which is need-to-know. */
  readonly isFull: boolean;
}

export interface PlanTexts {
  readonly inputs: string;
  readonly result: string;
  readonly isFull: boolean;
}

/** What the needs of a run were given, and what it saw. */
interface DistributedRow {
  readonly inputs: string;
  readonly given: readonly { readonly needId: Id<'need'>; readonly minor: string }[];
}

/** Of how many runs of a period the texts are read at once. */
const RUNS_OF_PERIOD = 50;

export const RUNS = `SELECT id, budget_id AS "budgetId", organisation_id AS "organisationId", created_by AS "createdBy", locked_by AS "lockedBy",
    amount_minor AS "amountMinor", rolled_in_minor AS "rolledInMinor", planned_minor AS "plannedMinor", reserve_minor AS "reserveMinor", currency,
    line_count AS "lineCount", method, purchase_order AS "purchaseOrder", period_on::text AS "periodOn", status, inputs_sha256 AS "inputsSha256",
    rolled_into AS "rolledInto", void_reason AS "voidReason", created_at AS "createdAt", locked_at AS "lockedAt", approved_at AS "approvedAt",
    funded_at AS "fundedAt", distributed_at AS "distributedAt" FROM allocation_run`;

const LINES = `SELECT line.run_id AS "runId", line.position, line.need_id AS "needId", need.title AS need, line.project_id AS "projectId", project.name AS project, line.tenths, line.tier, line.weight,
    line.amount_minor AS "amountMinor", line.reason, line.opens_at_minor AS "opensAtMinor", line.parts, line.promised_minor AS "promisedMinor",
    line.shortage, line.pledge_id AS "pledgeId", line.held_minor AS "heldMinor", line.held_until AS "heldUntil", line.held_fallback AS "heldFallback",
    line.held_outcome AS "heldOutcome", run.currency, plan.is_full AS "isFull"
  FROM allocation_line line JOIN allocation_run run ON run.id = line.run_id JOIN allocation_plan plan ON plan.run_id = line.run_id
    JOIN need ON need.id = line.need_id JOIN project ON project.id = line.project_id`;

/** Reads of runs. Their heads are as visible as pledges; lines and texts need a clearance. */
@Injectable()
export class RunsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: ConfidentialReads,
  ) {}

  /** One whoever it belongs to; the caller decides who sees it. */
  find(id: Id<'alr'>): Promise<RunRow | null> {
    return findRun(this.dataSource.manager, id);
  }

  /** The same, on the connection of a transaction. */
  findWithin(tx: Tx, id: Id<'alr'>): Promise<RunRow | null> {
    return findRun(tx.manager, id);
  }

  /** Runs of a budget, newest first. */
  async ofBudget(budgetId: Id<'bdg'>, page: PageRequest): Promise<Page<RunRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawRun[]>(
      `${RUNS} WHERE budget_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [budgetId, ...start, page.first + 1],
    );
    return toPage(rows.map(runRow), page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Runs of an organisation that are paid and wait for its balance. */
  async funded(): Promise<Id<'alr'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'alr'> }[]>(
      `SELECT id FROM allocation_run WHERE status = 'funded' ORDER BY id LIMIT 1000`,
    );
    return rows.map(({ id }) => id);
  }

  /** Lines of a run: the largest amount first, then in the order of the ranking. */
  async lines(clearance: Clearance, runId: Id<'alr'>, page: PageRequest): Promise<Page<LineRow>> {
    const [after] = startOf(page, ['integer']);
    const rows = await this.reads.query<LineRow[]>(
      clearance,
      `${LINES} WHERE line.run_id = $1 AND ($2::int IS NULL OR line.position > $2::int) ORDER BY line.position LIMIT $3`,
      [runId, after, page.first + 1],
    );
    return toPage(rows, page.first, ({ position }) => [position]);
  }

  /** All of them, in the same order. */
  allLines(clearance: Clearance, runId: Id<'alr'>): Promise<LineRow[]> {
    return this.reads.query<LineRow[]>(clearance, `${LINES} WHERE line.run_id = $1 ORDER BY line.position`, [runId]);
  }

  /** Lines of an organisation that are held, the first to end first. */
  async held(clearance: Clearance, organisationId: Id<'org'>, page: PageRequest): Promise<Page<LineRow>> {
    const start = startOf(page, ['instant', 'uuid', 'uuid']);
    const rows = await this.reads.query<LineRow[]>(
      clearance,
      `${LINES} WHERE line.organisation_id = $1 AND line.held_minor IS NOT NULL AND line.held_outcome IS NULL
          AND ($2::timestamptz IS NULL OR (line.held_until, line.run_id, line.need_id) > ($2::timestamptz, $3::uuid, $4::uuid))
        ORDER BY line.held_until, line.run_id, line.need_id LIMIT $5`,
      [organisationId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.heldUntil!.toISOString(), row.runId, row.needId]);
  }

  /** The runs of a period of a budget that were distributed, oldest first: what each saw, and what its needs were given. */
  distributedIn(clearance: Clearance, budgetId: Id<'bdg'>, periodOn: string): Promise<DistributedRow[]> {
    return this.reads.query<DistributedRow[]>(
      clearance,
      `SELECT plan.inputs,
              (SELECT coalesce(jsonb_agg(jsonb_build_object('needId', line.need_id, 'minor', line.promised_minor::text)), '[]') FROM allocation_line line
                WHERE line.run_id = run.id AND line.promised_minor > 0 AND line.held_minor IS NULL) AS given
         FROM allocation_run run JOIN allocation_plan plan ON plan.run_id = run.id
        WHERE run.id IN (SELECT id FROM allocation_run WHERE budget_id = $1 AND period_on::text = $2 AND status = 'distributed'
                          ORDER BY distributed_at DESC, id DESC LIMIT $3)
        ORDER BY run.distributed_at, run.id`,
      [budgetId, periodOn, RUNS_OF_PERIOD],
    );
  }

  /** What a run saw and what followed; null before its first preview. */
  async texts(clearance: Clearance, runId: Id<'alr'>): Promise<PlanTexts | null> {
    const rows = await this.reads.query<PlanTexts[]>(
      clearance,
      'SELECT inputs, result, is_full AS "isFull" FROM allocation_plan WHERE run_id = $1',
      [runId],
    );
    return rows[0] ?? null;
  }
}

async function findRun(manager: EntityManager, id: Id<'alr'>): Promise<RunRow | null> {
  const rows = await manager.query<RawRun[]>(`${RUNS} WHERE id = $1`, [id]);
  return rows[0] ? runRow(rows[0]) : null;
}

export function runRow({ amountMinor, rolledInMinor, plannedMinor, reserveMinor, currency, ...row }: RawRun): RunRow {
  const amount = (minor: string): Money => money(BigInt(minor), currency);
  return {
    ...row,
    amount: amount(amountMinor),
    rolledIn: amount(rolledInMinor),
    planned: amount(plannedMinor),
    reserve: amount(reserveMinor),
  };
}
