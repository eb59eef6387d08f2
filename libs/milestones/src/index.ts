export { MILESTONE } from './milestone.states.js';
export { MilestonesModule } from './milestones.module.js';
export { MilestonesQueries, type MilestoneRow } from './milestones.queries.js';
export { milestonesMessages } from './messages.en.js';
