export {
  ALLOCATION_MODES,
  type Allocation,
  type AllocationMode,
  type AllocationNeed,
  type AllocationPlan,
  type Ineligibility,
} from './allocation.js';
export { allocate } from './allocate.js';
export {
  BudgetNotPositiveError,
  FloorAboveCapError,
  NothingToAllocateError,
  TooManyLinesError,
} from './allocation.errors.js';
export { ineligibilityOf } from './contender.js';
export { ALLOCATION_REASONS, explain, type AllocationPart, type AllocationReason } from './explain.js';
export { squareRoot } from './square-root.js';
export { opensAt, type WaitingNeed } from './opens-at.js';
export { poolPlan, subsidies, type Contribution, type MatchingPool, type PoolProject } from './matching-pool.js';
export {
  readMatchingRound,
  type ContributionExclusion,
  type ExcludedContribution,
  type MatchingRound,
  type RoundLimits,
} from './matching-round.js';
export { simulateRound, type NoMatchReason, type SimulatedProject, type Simulation } from './simulate-round.js';
export { MOST_NEEDS, readAllocationPlan } from './read-plan.js';
export { allocationMessages } from './messages.en.js';
