import { Global, Module } from '@nestjs/common';
import { PrincipalDirectory } from '#platform/auth';
import { ApiTokensService } from './api-tokens.service.js';
import { IdentityQueries } from './identity.queries.js';
import { MailAddressesQueries } from './mail-addresses.queries.js';
import { MailAddressesService } from './mail-addresses.service.js';
import { MailInvitationsService } from './mail-invitations.service.js';
import { OrganisationsService } from './organisations.service.js';
import { PrincipalsRepository } from './principals.repository.js';

@Global()
@Module({
  providers: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    MailAddressesQueries,
    MailAddressesService,
    MailInvitationsService,
    { provide: PrincipalDirectory, useClass: PrincipalsRepository },
  ],
  exports: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    MailAddressesQueries,
    MailAddressesService,
    MailInvitationsService,
    PrincipalDirectory,
  ],
})
export class IdentityModule {}
