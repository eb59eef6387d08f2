export { criticality, type Criticality, type CriticalitySignals, type PackageSignals } from './criticality.js';
export { fragility, type Fragility, type FragilitySignals } from './fragility.js';
export { needFitOf, type NeedFit } from './need-fit.js';
export {
  compareRankedNeeds,
  priority,
  type ExplanationPart,
  type ExplanationTerm,
  type Priority,
  type PriorityInput,
  type PriorityTier,
  type RankedNeed,
} from './priority.js';
export { OPENSSF_2021, openssf2021, type OpenSsfSignals } from './openssf-2021.js';
export { SCORE_1 } from './score-1.js';
export type { SignalTerm, WeightedScore } from './weighted-score.js';
export { ExposureAccess } from './exposure-access.service.js';
export { ExposureAccessRepository } from './exposure-access.repository.js';
export { ExposureClearance } from './exposure-clearance.js';
export { MatchingModule, UpkeepModule } from './matching.module.js';
export { matchingMessages } from './messages.en.js';
export { RankingsService } from './rankings/rankings.service.js';
export { ScoresService } from './scores/scores.service.js';
export { RankingService, type RankedRow } from './rankings/ranking.service.js';
export { StandingService, type ProjectStanding } from './standing.service.js';
export { UPKEEP_ADVICE, UPKEEP_EVIDENCE, upkeepOf, type Upkeep, type UpkeepJudgement } from './upkeep.rules.js';
export { UpkeepService } from './upkeep.service.js';
