export { MILESTONE } from './milestone.states.js';
export { REVIEW_FEE } from './review-fee.states.js';
export { REVIEW_POOL_GIFT } from './review-pool-gift.states.js';
export { MilestonesModule } from './milestones.module.js';
export { MilestonesQueries, type MilestoneRow } from './milestones.queries.js';
export { ReviewPoolQueries } from './review-pool.queries.js';
export { ReviewPoolService } from './review-pool.service.js';
export { milestonesMessages } from './messages.en.js';
