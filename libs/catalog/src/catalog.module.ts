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
import { SignalContest } from './contests/signal-contest.entity.js';
import { SignalContestsQueries } from './contests/signal-contests.queries.js';
import { SignalContests } from './contests/signal-contests.service.js';
import { StabilityConfirmations } from './contests/stability-confirmations.service.js';
import { ManifestExports } from './manifests/manifest-exports.js';
import { ManifestsQueries } from './manifests/manifests.queries.js';
import { ManifestsService } from './manifests/manifests.service.js';
import { StoredManifest } from './manifests/stored-manifest.entity.js';
import { PackageConfirmations } from './package-confirmations.service.js';
import { ClaimProofs } from './proofs/claim-proofs.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Claim, SignalContest, StoredManifest])],
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
    ManifestsQueries,
    ManifestsService,
    ManifestExports,
    SignalContests,
    SignalContestsQueries,
    StabilityConfirmations,
  ],
  exports: [
    SignalContests,
    SignalContestsQueries,
    StabilityConfirmations,
    ClaimsService,
    ClaimDecisions,
    ClaimProofs,
    ClaimsQueries,
    PackageConfirmations,
    CatalogQueries,
    CatalogImportService,
    ManifestsQueries,
    ManifestsService,
    ManifestExports,
  ],
})
export class CatalogModule {}
