import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  allocationPaid,
  allocationPaymentEnded,
  allocationRunLapseDue,
  allocationRunShortDue,
  budgetPeriodDue,
  fundedRunsDue,
  heldLineDue,
} from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { HeldLines } from './held-lines.service.js';
import { RunEnds } from './run-ends.service.js';
import { RunFunding } from './run-funding.service.js';
import { RunPeriods } from './run-periods.service.js';

@Injectable()
export class RunsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly funding: RunFunding,
    private readonly ends: RunEnds,
    private readonly held: HeldLines,
    private readonly periods: RunPeriods,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('budgets.distribute-run', allocationPaid, (tx, { runId }) =>
      this.funding.paid(tx, asId(runId)),
    );
    this.consumers.inTransaction('budgets.end-run', allocationPaymentEnded, (tx, { runId }) =>
      this.ends.paymentEnded(tx, asId(runId)),
    );
    this.consumers.inTransaction('budgets.lapse-run', allocationRunLapseDue, (tx, { runId }) =>
      this.ends.lapse(tx, asId(runId)),
    );
    this.consumers.inTransaction('budgets.wait-for-balance', allocationRunShortDue, (tx, { runId }) =>
      this.ends.stillShort(tx, asId(runId)),
    );
    this.consumers.inTransaction('budgets.end-held-line', heldLineDue, (tx, { runId, needId, organisationId }) =>
      this.held.due(tx, asId(runId), asId(needId), asId(organisationId)),
    );
    this.consumers.repeatable('budgets.begin-period', budgetPeriodDue, ({ budgetId, organisationId, day }) =>
      this.periods.begin({ budgetId: asId(budgetId), organisationId: asId(organisationId), day }),
    );
    this.jobs.recurring('budgets.retry-funded', fundedRunsDue, HOUR_MS, () => this.periods.retryFunded());
  }
}
