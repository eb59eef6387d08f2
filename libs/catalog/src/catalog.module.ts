import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ForeignHttp } from '#platform/outbound';
import { CatalogImportService } from './catalog-import.service.js';
import { CatalogJobs } from './catalog.jobs.js';
import { CatalogQueries } from './catalog.queries.js';
import { Claim } from './claim.entity.js';
import { ClaimsService } from './claims.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Claim])],
  providers: [ForeignHttp, ClaimsService, CatalogQueries, CatalogImportService, CatalogJobs],
  exports: [ClaimsService, CatalogQueries, CatalogImportService],
})
export class CatalogModule {}
