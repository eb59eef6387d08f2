import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { InventoryModule } from '#libs/inventory';
import { NeedsModule } from '#libs/needs';
import { ExposureAccessRepository } from './exposure-access.repository.js';
import { ExposureAccess } from './exposure-access.service.js';
import { MatchingJobs } from './matching.jobs.js';
import { DayChangeService } from './rankings/day-change.service.js';
import { ExposedProjectsService } from './rankings/exposed-projects.service.js';
import { FundingPolicyService } from './rankings/funding-policy.service.js';
import { RankingService } from './rankings/ranking.service.js';
import { RankingsQueries } from './rankings/rankings.queries.js';
import { RankingsRepository } from './rankings/rankings.repository.js';
import { RankingsService } from './rankings/rankings.service.js';
import { ScoresQueries } from './scores/scores.queries.js';
import { ScoresRepository } from './scores/scores.repository.js';
import { ScoresService } from './scores/scores.service.js';
import { StandingService } from './standing.service.js';
import { UpkeepService } from './upkeep.service.js';

/** Apart from the rest, since it asks nobody for a clearance: jobs have it too. */
@Module({ imports: [CatalogModule], providers: [UpkeepService], exports: [UpkeepService] })
export class UpkeepModule {}

@Module({
  imports: [CatalogModule, InventoryModule, NeedsModule],
  providers: [
    DayChangeService,
    ExposedProjectsService,
    ExposureAccess,
    ExposureAccessRepository,
    FundingPolicyService,
    MatchingJobs,
    RankingService,
    RankingsQueries,
    RankingsRepository,
    RankingsService,
    ScoresQueries,
    ScoresRepository,
    ScoresService,
    StandingService,
  ],
  exports: [
    ExposureAccess,
    ExposedProjectsService,
    FundingPolicyService,
    RankingService,
    RankingsService,
    ScoresService,
    StandingService,
  ],
})
export class MatchingModule {}
