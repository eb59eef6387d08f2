import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { GrantFacts } from './cases/grant-facts.queries.js';
import { RoleGrantsQueries } from './cases/role-grants.queries.js';
import { RoleGrantsRepository } from './cases/role-grants.repository.js';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { ProjectTierQueries } from './tiers/project-tier.queries.js';
import { ProjectTiersRepository } from './tiers/project-tiers.repository.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';
import { VettingJobs } from './vetting.jobs.js';

/** Who may hold what in a project, from the request to its end. */
@Module({
  imports: [CatalogModule],
  providers: [
    GrantFacts,
    ProjectTierQueries,
    ProjectTiersRepository,
    ProjectTiersService,
    RoleGrantsQueries,
    RoleGrantsRepository,
    RoleGrantsService,
    VettingJobs,
  ],
  exports: [ProjectTierQueries, ProjectTiersService, RoleGrantsQueries, RoleGrantsService],
})
export class VettingModule {}
