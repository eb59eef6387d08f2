export { BudgetsModule } from './budgets.module.js';
export { budgetsMessages } from './messages.en.js';
export { ALLOCATION_RUN } from './runs/allocation-run.states.js';
export { FunderClearanceModule } from './funder-clearance.module.js';
