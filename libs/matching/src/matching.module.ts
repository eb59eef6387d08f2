import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { InventoryModule } from '#libs/inventory';
import { NeedsModule } from '#libs/needs';
import { RankingService } from './ranking.service.js';
import { StandingService } from './standing.service.js';

@Module({
  imports: [CatalogModule, InventoryModule, NeedsModule],
  providers: [RankingService, StandingService],
  exports: [RankingService, StandingService],
})
export class MatchingModule {}
