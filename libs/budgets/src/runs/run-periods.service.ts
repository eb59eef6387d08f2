import { Injectable } from '@nestjs/common';
import { moneyPayload, payerNoticeDue } from '#platform/contracts';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { DomainError, clearanceForOrganisation, formatId, money, systemActor, type Id } from '#platform/kernel';
import type { BudgetRow } from '../budget.row.js';
import { BudgetsRepository } from '../budgets.repository.js';
import { PeriodTimers } from '../period-timers.js';
import { RunDrafts, type Ranked } from './run-drafts.service.js';
import { RunFunding } from './run-funding.service.js';
import { RunsQueries } from './runs.queries.js';

const DRAFTS = systemActor('budgets.draft-period');
const RETRIES = systemActor('budgets.retry-funded');

interface DuePeriod {
  readonly budgetId: Id<'bdg'>;
  readonly organisationId: Id<'org'>;
  readonly day: string;
}

/** What the calendar does with budgets: it drafts, previews and tells, and pays nothing. */
@Injectable()
export class RunPeriods {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly budgets: BudgetsRepository,
    private readonly timers: PeriodTimers,
    private readonly drafts: RunDrafts,
    private readonly funding: RunFunding,
    private readonly queries: RunsQueries,
  ) {}

  /** The timer of a budget. It may ring more than once for a day; the second time finds the next day set. */
  async begin(due: DuePeriod): Promise<void> {
    const clearance = clearanceForOrganisation(due.organisationId);
    const budget = await this.budgets.find(clearance, due.budgetId);
    if (budget?.archivedAt !== null) return;
    const ranked = await this.drafts.ranked(clearance, budget);
    const told = await this.draft(due, ranked).catch((error: unknown) => {
      if (error instanceof DomainError) return false;
      throw error;
    });
    if (!told) await this.skip(due);
  }

  /** Runs that are paid and wait for the balance of their organisation. */
  async retryFunded(): Promise<void> {
    const failures: unknown[] = [];
    // Each by itself: a fault in one is told when all others have had their turn.
    for (const id of await this.queries.funded())
      await this.unitOfWork
        .run(RETRIES, (tx) => this.funding.retry(tx, id))
        .catch((error: unknown) => failures.push(error));
    if (failures.length > 0)
      throw new AggregateError(failures, 'runs that wait for a balance could not be tried again');
  }

  private draft(due: DuePeriod, ranked: Ranked): Promise<boolean> {
    return this.unitOfWork.run(DRAFTS, async (tx) => {
      const budget = await this.lockDue(tx, due);
      if (budget === null) return true;
      const run = await this.drafts.draft(tx, budget, { amountMinor: null, createdBy: null });
      await this.drafts.preview(tx, run, budget, ranked);
      await this.timers.set(tx, budget);
      const amount = moneyPayload(money(run.amountMinor, run.currency));
      this.tell(tx, budget, 'run_drafted', { amount, reference: formatId('alr', run.id) });
      return true;
    });
  }

  /** No run can be made: the reason is shown when somebody tries. The series goes on. */
  private skip(due: DuePeriod): Promise<void> {
    return this.unitOfWork.run(DRAFTS, async (tx) => {
      const budget = await this.lockDue(tx, due);
      if (budget === null) return;
      await this.timers.set(tx, budget);
      tx.audit('budget', budget.id, 'skipPeriod', { day: due.day });
      this.tell(tx, budget, 'run_not_drafted', { amount: null, reference: formatId('bdg', budget.id) });
    });
  }

  private tell(
    tx: Tx,
    { organisationId }: BudgetRow,
    notice: 'run_drafted' | 'run_not_drafted',
    facts: Pick<NonNullable<(typeof payerNoticeDue)['payload']>, 'amount' | 'reference'>,
  ): void {
    tx.emit(payerNoticeDue, { organisationId, notice, ...facts });
  }

  /** Null for a day that was dealt with, or a budget that is out of use. */
  private async lockDue(tx: Tx, { budgetId, organisationId, day }: DuePeriod): Promise<BudgetRow | null> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const budget = await this.budgets.lock(tx, budgetId);
    return (await this.budgets.nextPeriod(tx, budgetId)) === day ? budget : null;
  }
}
