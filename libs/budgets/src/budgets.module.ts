import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { BudgetsJobs } from './budgets.jobs.js';
import { BudgetsQueries } from './budgets.queries.js';
import { PledgeApprovalsService } from './pledge-approvals.service.js';
import { PledgeRulesService } from './pledge-rules.service.js';

@Module({
  imports: [ApprovalsModule, PledgesModule, NeedsModule],
  providers: [PledgeApprovalsService, PledgeRulesService, BudgetsQueries, BudgetsJobs],
  exports: [PledgeApprovalsService, PledgeRulesService, BudgetsQueries],
})
export class BudgetsModule {}
