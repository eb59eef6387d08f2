import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { GrantFacts } from './cases/grant-facts.queries.js';
import { RoleGrantsQueries } from './cases/role-grants.queries.js';
import { RoleGrantsRepository } from './cases/role-grants.repository.js';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { ProjectTierQueries } from './tiers/project-tier.queries.js';
import { ProjectTiersRepository } from './tiers/project-tiers.repository.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';
import { VouchesQueries } from './vouches/vouches.queries.js';
import { VouchesRepository } from './vouches/vouches.repository.js';
import { VouchesService } from './vouches/vouches.service.js';
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
    VouchesQueries,
    VouchesRepository,
    VouchesService,
  ],
  exports: [
    ProjectTierQueries,
    ProjectTiersService,
    RoleGrantsQueries,
    RoleGrantsService,
    VouchesQueries,
    VouchesService,
  ],
})
export class VettingModule {}
