import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals';
import { CommitmentsModule } from '#libs/commitments';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { BudgetsJobs } from './budgets.jobs.js';
import { BudgetsQueries } from './budgets.queries.js';
import { DeparturesQueries } from './departures/departures.queries.js';
import { DeparturesRepository } from './departures/departures.repository.js';
import { DeparturesService } from './departures/departures.service.js';
import { PledgeRulesService } from './pledge-rules.service.js';
import { SpendingApprovals } from './spending-approvals.service.js';
import { PledgeSpending, RecurringSpending, TrancheSpending } from './spending-kinds.js';

@Module({
  imports: [ApprovalsModule, CommitmentsModule, PledgesModule, NeedsModule],
  providers: [
    SpendingApprovals,
    PledgeSpending,
    RecurringSpending,
    TrancheSpending,
    PledgeRulesService,
    BudgetsQueries,
    DeparturesQueries,
    DeparturesRepository,
    DeparturesService,
    BudgetsJobs,
  ],
  exports: [
    SpendingApprovals,
    PledgeSpending,
    RecurringSpending,
    TrancheSpending,
    PledgeRulesService,
    BudgetsQueries,
    DeparturesQueries,
  ],
})
export class BudgetsModule {}
