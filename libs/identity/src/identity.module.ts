import { Global, Module } from '@nestjs/common';
import { PrincipalDirectory } from '#platform/auth';
import { ApiTokensService } from './api-tokens.service.js';
import { IdentityQueries } from './identity.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { PrincipalsRepository } from './principals.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Global()
@Module({
  providers: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    SessionsRepository,
    SessionsService,
    { provide: PrincipalDirectory, useClass: PrincipalsRepository },
  ],
  exports: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    SessionsRepository,
    SessionsService,
    PrincipalDirectory,
  ],
})
export class IdentityModule {}
