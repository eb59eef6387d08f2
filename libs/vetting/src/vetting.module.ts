import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { GrantFacts } from './cases/grant-facts.queries.js';
import { RoleGrantsQueries } from './cases/role-grants.queries.js';
import { RoleGrantsRepository } from './cases/role-grants.repository.js';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { ProjectTierQueries } from './tiers/project-tier.queries.js';
import { ProjectTiersRepository } from './tiers/project-tiers.repository.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';
import { ProbationReportsService } from './cases/probation-reports.service.js';
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
import { VettingJobs } from './vetting.jobs.js';

/** Who may hold what in a project, from the request to its end. */
@Module({
  imports: [CatalogModule],
  providers: [
    AffiliationsQueries,
    AffiliationsRepository,
    AffiliationsService,
    GrantFacts,
    ProbationReportsService,
    ProjectTierQueries,
    ProjectTiersRepository,
    ProjectTiersService,
    RoleCasesQueries,
    RoleCommentsQueries,
    RoleCommentsRepository,
    RoleCommentsService,
    RoleGrantsQueries,
    RoleGrantsRepository,
    RoleGrantsService,
    RemovalsRepository,
    RemovalsService,
    SponsorFactsQueries,
    VettingJobs,
    VouchesQueries,
    VouchesRepository,
    VouchesService,
  ],
  exports: [
    RemovalsService,
    AffiliationsQueries,
    AffiliationsService,
    ProbationReportsService,
    RoleCasesQueries,
    RoleCommentsQueries,
    RoleCommentsService,
    ProjectTierQueries,
    ProjectTiersService,
    RoleGrantsQueries,
    RoleGrantsService,
    VouchesQueries,
    VouchesService,
  ],
})
export class VettingModule {}
