import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals';
import { CatalogModule } from '#libs/catalog';
import { CommitmentsModule } from '#libs/commitments';
import { IdentityModule } from '#libs/identity';
import { LedgerModule } from '#libs/ledger';
import { MatchingModule } from '#libs/matching';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { BudgetsJobs } from './budgets.jobs.js';
import { BudgetsQueries } from './budgets.queries.js';
import { DeparturesQueries } from './departures/departures.queries.js';
import { DeparturesRepository } from './departures/departures.repository.js';
import { DeparturesService } from './departures/departures.service.js';
import { BudgetsRepository } from './budgets.repository.js';
import { BudgetsService } from './budgets.service.js';
import { PeriodTimers } from './period-timers.js';
import { PledgeRulesService } from './pledge-rules.service.js';
import { AllocationRun } from './runs/allocation-run.entity.js';
import { FunderClearanceModule } from './funder-clearance.module.js';
import { HeldLines } from './runs/held-lines.service.js';
import { LineFits } from './runs/line-fits.js';
import { RunBalance } from './runs/run-balance.js';
import { RunDecisions } from './runs/run-decisions.service.js';
import { RunDrafts } from './runs/run-drafts.service.js';
import { RunEnds } from './runs/run-ends.service.js';
import { RunFigures } from './runs/run-figures.service.js';
import { RunFunding } from './runs/run-funding.service.js';
import { RunGate } from './runs/run-gate.js';
import { RunPeriods } from './runs/run-periods.service.js';
import { RunReads } from './runs/run-reads.service.js';
import { RunSpending } from './runs/run-spending.js';
import { RunsJobs } from './runs/runs.jobs.js';
import { RunsQueries } from './runs/runs.queries.js';
import { RunsRepository } from './runs/runs.repository.js';
import { RunsService } from './runs/runs.service.js';
import { WaitingRuns } from './runs/waiting-runs.queries.js';
import { SpendingApprovals } from './spending-approvals.service.js';
import { PledgeSpending, RecurringSpending, TrancheSpending } from './spending-kinds.js';

const APPROVALS = [SpendingApprovals, PledgeSpending, RecurringSpending, TrancheSpending, PledgeRulesService];
const RUNS = [
  HeldLines,
  LineFits,
  RunBalance,
  RunDrafts,
  RunEnds,
  RunFunding,
  RunGate,
  RunPeriods,
  RunsJobs,
  RunsRepository,
];

/** What an organisation plans to spend, how it is divided, and who else has to agree. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AllocationRun]),
    ApprovalsModule,
    CatalogModule,
    CommitmentsModule,
    FunderClearanceModule,
    IdentityModule,
    LedgerModule,
    MatchingModule,
    NeedsModule,
    PledgesModule,
  ],
  providers: [
    ...APPROVALS,
    ...RUNS,
    BudgetsJobs,
    BudgetsQueries,
    BudgetsRepository,
    BudgetsService,
    DeparturesQueries,
    DeparturesRepository,
    DeparturesService,
    PeriodTimers,
    RunDecisions,
    RunFigures,
    RunReads,
    RunSpending,
    RunsQueries,
    RunsService,
    WaitingRuns,
  ],
  exports: [
    ...APPROVALS,
    BudgetsQueries,
    BudgetsRepository,
    BudgetsService,
    DeparturesQueries,
    RunDecisions,
    RunDrafts,
    RunFigures,
    RunReads,
    RunsQueries,
    RunsService,
    WaitingRuns,
  ],
})
export class BudgetsModule {}
