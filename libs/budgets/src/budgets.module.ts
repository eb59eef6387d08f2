import { Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { BudgetsJobs } from './budgets.jobs.js';
import { BudgetsQueries } from './budgets.queries.js';
import { PledgeApprovalsService } from './pledge-approvals.service.js';
import { PledgeRulesService } from './pledge-rules.service.js';
import { PledgeSubjects } from './pledge-subjects.js';

@Module({
  imports: [ApprovalsModule, PledgesModule, NeedsModule],
  providers: [PledgeApprovalsService, PledgeSubjects, PledgeRulesService, BudgetsQueries, BudgetsJobs],
  exports: [PledgeApprovalsService, PledgeSubjects, PledgeRulesService, BudgetsQueries],
})
export class BudgetsModule {}
