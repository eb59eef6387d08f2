import { Global, Module } from '@nestjs/common';
import { PrincipalDirectory } from '#platform/auth';
import { ApiTokensService } from './api-tokens.service.js';
import { IdentityQueries } from './identity.queries.js';
import { MailAddressesQueries } from './mail-addresses.queries.js';
import { MailAddressesService } from './mail-addresses.service.js';
import { MailInvitationsService } from './mail-invitations.service.js';
import { OrganisationsService } from './organisations.service.js';
import { PrincipalsRepository } from './principals.repository.js';
import { SignUpQueries } from './sign-up.queries.js';
import { SignUpService } from './sign-up.service.js';
import { TermsQueries } from './terms/terms.queries.js';
import { TermsService } from './terms/terms.service.js';

@Global()
@Module({
  providers: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    MailAddressesQueries,
    MailAddressesService,
    MailInvitationsService,
    SignUpQueries,
    SignUpService,
    TermsQueries,
    TermsService,
    { provide: PrincipalDirectory, useClass: PrincipalsRepository },
  ],
  exports: [
    OrganisationsService,
    ApiTokensService,
    IdentityQueries,
    MailAddressesQueries,
    MailAddressesService,
    MailInvitationsService,
    SignUpQueries,
    SignUpService,
    TermsQueries,
    TermsService,
    PrincipalDirectory,
  ],
})
export class IdentityModule {}
