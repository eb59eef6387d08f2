import { Module } from '@nestjs/common';
import { GrantFacts } from './cases/grant-facts.queries.js';
import { RoleGrantsQueries } from './cases/role-grants.queries.js';
import { RoleGrantsRepository } from './cases/role-grants.repository.js';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { VettingJobs } from './vetting.jobs.js';

/** Who may hold what in a project, from the request to its end. */
@Module({
  providers: [GrantFacts, RoleGrantsQueries, RoleGrantsRepository, RoleGrantsService, VettingJobs],
  exports: [RoleGrantsQueries, RoleGrantsService],
})
export class VettingModule {}
