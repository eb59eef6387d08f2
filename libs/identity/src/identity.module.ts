import { Global, Module } from '@nestjs/common';
import { PrincipalDirectory } from '#platform/auth';
import { ApiTokensService } from './api-tokens.service.js';
import { IdentityQueries } from './identity.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { PrincipalsRepository } from './principals.repository.js';

@Global()
@Module({
  providers: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    { provide: PrincipalDirectory, useClass: PrincipalsRepository },
  ],
  exports: [OrganisationsService, ApiTokensService, IdentityQueries, PrincipalDirectory],
})
export class IdentityModule {}
