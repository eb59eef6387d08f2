import { Injectable } from '@nestjs/common';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import type { Clearance, Id } from '#platform/kernel';
import type { BudgetRow } from './budget.row.js';

const BUDGETS = `SELECT budget.id, budget.organisation_id AS "organisationId", budget.currency, budget.period, budget.starts_on::text AS "startsOn",
    budget.policy_version AS "policyVersion", budget.name, budget.developers, budget.method, budget.purchase_order AS "purchaseOrder", policy.policy, budget.created_at AS "createdAt", budget.archived_at AS "archivedAt"
  FROM budget JOIN budget_policy policy ON policy.budget_id = budget.id AND policy.version = budget.policy_version`;

type NewBudgetRow = Omit<BudgetRow, 'createdAt' | 'archivedAt'>;

/** Budgets and their policies, which are under row-level security. */
@Injectable()
export class BudgetsRepository {
  constructor(private readonly reads: ConfidentialReads) {}

  async find(clearance: Clearance, id: Id<'bdg'>): Promise<BudgetRow | null> {
    const rows = await this.reads.query<BudgetRow[]>(clearance, `${BUDGETS} WHERE budget.id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Budgets of an organisation, newest first. */
  async ofOrganisation(
    clearance: Clearance,
    { organisationId, withArchived }: { readonly organisationId: Id<'org'>; readonly withArchived: boolean },
    page: PageRequest,
  ): Promise<Page<BudgetRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<BudgetRow[]>(
      clearance,
      `${BUDGETS} WHERE budget.organisation_id = $1 AND ($2 OR budget.archived_at IS NULL)
          AND ($3::timestamptz IS NULL OR (budget.created_at, budget.id) < ($3::timestamptz, $4::uuid))
        ORDER BY budget.created_at DESC, budget.id DESC LIMIT $5`,
      [organisationId, withArchived, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Locks the head and reads the newest policy; the transaction has its clearance. Null for none that it may see. */
  async lock(tx: Tx, id: Id<'bdg'>): Promise<BudgetRow | null> {
    await tx.manager.query('SELECT 1 FROM budget WHERE id = $1 FOR UPDATE', [id]);
    const rows = await tx.manager.query<BudgetRow[]>(`${BUDGETS} WHERE budget.id = $1`, [id]);
    return rows[0] ?? null;
  }

  async insert(tx: Tx, budget: NewBudgetRow, createdBy: Id<'usr'>): Promise<void> {
    const { id, organisationId, currency, period, startsOn, name, developers, method, purchaseOrder } = budget;
    await tx.manager.query(
      `INSERT INTO budget (id, organisation_id, name, developers, method, purchase_order, currency, period, starts_on, policy_version, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)`,
      [
        ...[id, organisationId, name, developers, method, purchaseOrder, currency, period, startsOn],
        ...[createdBy, tx.now.toISOString()],
      ],
    );
    await this.insertPolicy(tx, budget, createdBy);
  }

  async setFacts(tx: Tx, { id, name, developers, method, purchaseOrder }: NewBudgetRow): Promise<void> {
    await tx.manager.query(
      'UPDATE budget SET name = $2, developers = $3, method = $4, purchase_order = $5 WHERE id = $1',
      [id, name, developers, method, purchaseOrder],
    );
  }

  /** A new version beside the old ones. */
  async replacePolicy(tx: Tx, budget: NewBudgetRow, setBy: Id<'usr'>): Promise<void> {
    await this.insertPolicy(tx, budget, setBy);
    await tx.manager.query('UPDATE budget SET policy_version = $2 WHERE id = $1', [budget.id, budget.policyVersion]);
  }

  async setArchived(tx: Tx, id: Id<'bdg'>, archivedAt: Date | null): Promise<void> {
    await tx.manager.query('UPDATE budget SET archived_at = $2 WHERE id = $1', [id, archivedAt?.toISOString() ?? null]);
  }

  /** Which period is drafted next; the caller sets the timer. */
  async setNextPeriod(tx: Tx, id: Id<'bdg'>, day: string | null): Promise<void> {
    await tx.manager.query('UPDATE budget SET next_period_on = $2 WHERE id = $1', [id, day]);
  }

  async nextPeriod(tx: Tx, id: Id<'bdg'>): Promise<string | null> {
    const rows = await tx.manager.query<{ day: string | null }[]>(
      'SELECT next_period_on::text AS day FROM budget WHERE id = $1',
      [id],
    );
    return rows[0]?.day ?? null;
  }

  private async insertPolicy(
    tx: Tx,
    { id, organisationId, policyVersion, policy }: NewBudgetRow,
    setBy: Id<'usr'>,
  ): Promise<void> {
    await tx.manager.query(
      'INSERT INTO budget_policy (budget_id, organisation_id, version, policy, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, organisationId, policyVersion, JSON.stringify(policy), setBy, tx.now.toISOString()],
    );
  }
}
