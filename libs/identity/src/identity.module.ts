import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PrincipalDirectory } from '#platform/auth';
import { ApiTokensService } from './api-tokens.service.js';
import { IdentityQueries } from './identity.queries.js';
import { IdentityJobs } from './identity.jobs.js';
import { MembershipsService } from './memberships.service.js';
import { OrganisationTransfer } from './organisation-transfer.entity.js';
import { OrganisationTransfersService } from './organisation-transfers.service.js';
import { OrganisationsService } from './organisations.service.js';
import { PrincipalsRepository } from './principals.repository.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([OrganisationTransfer])],
  providers: [
    OrganisationsService,
    MembershipsService,
    OrganisationTransfersService,
    ApiTokensService,
    IdentityQueries,
    IdentityJobs,
    { provide: PrincipalDirectory, useClass: PrincipalsRepository },
  ],
  exports: [
    OrganisationsService,
    MembershipsService,
    OrganisationTransfersService,
    ApiTokensService,
    IdentityQueries,
    PrincipalDirectory,
  ],
})
export class IdentityModule {}
