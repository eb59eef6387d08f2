import { Injectable } from '@nestjs/common';
import { budgetPeriodDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { isoDay, startOfDay } from './days.js';
import type { BudgetRow } from './budget.row.js';
import { BudgetsRepository } from './budgets.repository.js';
import { periodOf } from './plan/periods.js';

type Recurring = Pick<BudgetRow, 'id' | 'organisationId' | 'period' | 'startsOn'>;

/** The timer of a budget: one at a time, each setting the next. */
@Injectable()
export class PeriodTimers {
  constructor(private readonly budgets: BudgetsRepository) {}

  /** Sets the timer for the next period that begins after today; a budget for once has none. */
  async set(tx: Tx, { id, organisationId, period, startsOn }: Recurring): Promise<void> {
    if (period === 'ONCE') return;
    const today = periodOf(period, startsOn, isoDay(tx.now));
    const day = today === null ? startsOn : today.nextOn;
    await this.budgets.setNextPeriod(tx, id, day);
    if (day !== null) tx.emit(budgetPeriodDue, { budgetId: id, organisationId, day }, startOfDay(day));
  }
}
