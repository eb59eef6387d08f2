export { BudgetsModule } from './budgets.module.js';
export { PledgeApprovalsService } from './pledge-approvals.service.js';
