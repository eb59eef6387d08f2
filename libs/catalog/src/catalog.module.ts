import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ForeignHttp, TxtRecords } from '#platform/outbound';
import { CatalogImportService } from './catalog-import.service.js';
import { CatalogJobs } from './catalog.jobs.js';
import { CatalogQueries } from './catalog.queries.js';
import { Claim } from './claim.entity.js';
import { ClaimChecks } from './claim-checks.service.js';
import { ClaimDecisions } from './claim-decisions.service.js';
import { ClaimsQueries } from './claims.queries.js';
import { ClaimsRepository } from './claims.repository.js';
import { ClaimsService } from './claims.service.js';
import { PackageConfirmations } from './package-confirmations.service.js';
import { ClaimProofs } from './proofs/claim-proofs.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Claim])],
  providers: [
    ForeignHttp,
    TxtRecords,
    ClaimProofs,
    ClaimsRepository,
    ClaimsService,
    ClaimChecks,
    ClaimDecisions,
    ClaimsQueries,
    PackageConfirmations,
    CatalogQueries,
    CatalogImportService,
    CatalogJobs,
  ],
  exports: [
    ClaimsService,
    ClaimDecisions,
    ClaimProofs,
    ClaimsQueries,
    PackageConfirmations,
    CatalogQueries,
    CatalogImportService,
  ],
})
export class CatalogModule {}
