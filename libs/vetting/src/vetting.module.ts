import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { InventoryModule } from '#libs/inventory';
import { GrantFacts } from './cases/grant-facts.queries.js';
import { RoleGrantsQueries } from './cases/role-grants.queries.js';
import { RoleGrantsRepository } from './cases/role-grants.repository.js';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { ProjectTierQueries } from './tiers/project-tier.queries.js';
import { ProjectTiersRepository } from './tiers/project-tiers.repository.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';
import { ReviewerRecordsService } from './cases/reviewer-records.service.js';
import { RoleCasesQueries } from './cases/role-cases.queries.js';
import { RoleCommentsQueries } from './comments/role-comments.queries.js';
import { RoleCommentsRepository } from './comments/role-comments.repository.js';
import { RoleCommentsService } from './comments/role-comments.service.js';
import { AffiliationsQueries } from './sponsors/affiliations.queries.js';
import { AffiliationsRepository } from './sponsors/affiliations.repository.js';
import { AffiliationsService } from './sponsors/affiliations.service.js';
import { RemovalsRepository } from './removals/removals.repository.js';
import { RemovalsService } from './removals/removals.service.js';
import { SponsorFactsQueries } from './sponsors/sponsor-facts.queries.js';
import { VouchesQueries } from './vouches/vouches.queries.js';
import { VouchesRepository } from './vouches/vouches.repository.js';
import { VouchesService } from './vouches/vouches.service.js';
import { HistoryImportsQueries } from './history/history-imports.queries.js';
import { HistoryImportsRepository } from './history/history-imports.repository.js';
import { HistoryImportsService } from './history/history-imports.service.js';
import { HistoryNamesRepository } from './history/history-names.repository.js';
import { HistoryNamesService } from './history/history-names.service.js';
import { DailyLook } from './history/daily-look.service.js';
import { HistoryJobs } from './history/history.jobs.js';
import { ProjectHistoryRepository } from './history/project-history.repository.js';
import { PoolMembersQueries } from './pool/pool-members.queries.js';
import { PoolMembersRepository } from './pool/pool-members.repository.js';
import { PoolMembersService } from './pool/pool-members.service.js';
import { SeatsQueries } from './pool/seats.queries.js';
import { SeatsRepository } from './pool/seats.repository.js';
import { SeatsService } from './pool/seats.service.js';
import { ProjectEventsService } from './risk/project-events.service.js';
import { ProjectFolds } from './risk/project-folds.js';
import { ProjectPeopleQueries } from './risk/project-people.queries.js';
import { ProjectRiskRepository } from './risk/project-risk.repository.js';
import { ProjectRiskService } from './risk/project-risk.service.js';
import { RiskChangesService } from './risk/risk-changes.service.js';
import { SignalClearingsRepository } from './risk/signal-clearings.repository.js';
import { SignalClearingsService } from './risk/signal-clearings.service.js';
import { SignalsQueries } from './risk/signals.queries.js';
import { SupportCasesQueries } from './support/support-cases.queries.js';
import { SupportCasesRepository } from './support/support-cases.repository.js';
import { SupportCasesService } from './support/support-cases.service.js';
import { VettingJobs } from './vetting.jobs.js';

/** Who may hold what in a project, from the request to its end. */
@Module({
  imports: [CatalogModule, InventoryModule],
  providers: [
    AffiliationsQueries,
    AffiliationsRepository,
    AffiliationsService,
    DailyLook,
    GrantFacts,
    HistoryImportsQueries,
    HistoryImportsRepository,
    HistoryImportsService,
    HistoryJobs,
    HistoryNamesRepository,
    HistoryNamesService,
    PoolMembersQueries,
    PoolMembersRepository,
    PoolMembersService,
    ProjectEventsService,
    ProjectFolds,
    ProjectHistoryRepository,
    ProjectPeopleQueries,
    ProjectRiskRepository,
    ProjectRiskService,
    ProjectTierQueries,
    ProjectTiersRepository,
    ProjectTiersService,
    RemovalsRepository,
    RemovalsService,
    ReviewerRecordsService,
    RiskChangesService,
    RoleCasesQueries,
    RoleCommentsQueries,
    RoleCommentsRepository,
    RoleCommentsService,
    RoleGrantsQueries,
    RoleGrantsRepository,
    RoleGrantsService,
    SeatsQueries,
    SeatsRepository,
    SeatsService,
    SignalClearingsRepository,
    SignalClearingsService,
    SignalsQueries,
    SponsorFactsQueries,
    SupportCasesQueries,
    SupportCasesRepository,
    SupportCasesService,
    VettingJobs,
    VouchesQueries,
    VouchesRepository,
    VouchesService,
  ],
  exports: [
    AffiliationsQueries,
    AffiliationsService,
    HistoryImportsQueries,
    HistoryImportsService,
    HistoryNamesService,
    PoolMembersQueries,
    PoolMembersService,
    ProjectTierQueries,
    ProjectTiersService,
    RemovalsService,
    ReviewerRecordsService,
    RoleCasesQueries,
    RoleCommentsQueries,
    RoleCommentsService,
    RoleGrantsQueries,
    RoleGrantsService,
    SeatsQueries,
    SeatsService,
    SignalClearingsService,
    SignalsQueries,
    SupportCasesQueries,
    SupportCasesService,
    VouchesQueries,
    VouchesService,
  ],
})
export class VettingModule {}
