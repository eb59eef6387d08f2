import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals';
import { CommitmentsModule } from '#libs/commitments';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { BudgetsJobs } from './budgets.jobs.js';
import { BudgetsQueries } from './budgets.queries.js';
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
    BudgetsJobs,
  ],
  exports: [SpendingApprovals, PledgeSpending, RecurringSpending, TrancheSpending, PledgeRulesService, BudgetsQueries],
})
export class BudgetsModule {}
