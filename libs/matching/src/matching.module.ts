import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { InventoryModule } from '#libs/inventory';
import { NeedsModule } from '#libs/needs';
import { RankingService } from './ranking.service.js';
import { StandingService } from './standing.service.js';
import { UpkeepService } from './upkeep.service.js';

/** Apart from the rest, since it asks nobody for a clearance: jobs have it too. */
@Module({ imports: [CatalogModule], providers: [UpkeepService], exports: [UpkeepService] })
export class UpkeepModule {}

@Module({
  imports: [CatalogModule, InventoryModule, NeedsModule],
  providers: [RankingService, StandingService],
  exports: [RankingService, StandingService],
})
export class MatchingModule {}
