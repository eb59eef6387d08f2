export { BudgetsModule } from './budgets.module.js';
export { FunderClearanceModule } from './funder-clearance.js';
