import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoginProviders, PrincipalDirectory, WebAuthn, WorkloadTokens } from '#platform/auth';
import { ForeignHttp, TxtRecords } from '#platform/outbound';
import { ApiTokensService } from './api-tokens.service.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { BillingDetailsService } from './billing/billing-details.service.js';
import { Erasure } from './erasure.entity.js';
import { ErasureObstacles } from './erasure-obstacles.js';
import { ErasuresQueries } from './erasures.queries.js';
import { ErasuresService } from './erasures.service.js';
import { IdentityQueries } from './identity.queries.js';
import { IdentityJobs } from './identity.jobs.js';
import { MembershipsService } from './memberships.service.js';
import { OrganisationTransfer } from './organisation-transfer.entity.js';
import { OrganisationTransfersService } from './organisation-transfers.service.js';
import { MailAddressesQueries } from './mail-addresses.queries.js';
import { MailAddressesService } from './mail-addresses.service.js';
import { MailInvitationsService } from './mail-invitations.service.js';
import { OrganisationsService } from './organisations.service.js';
import { IdentitiesService } from './identities.service.js';
import { LinkedIdentities } from './linked-identities.repository.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { PasskeyAnswers } from './passkey-answers.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { PasskeysService } from './passkeys.service.js';
import { PersonNames } from './person-names.js';
import { PrincipalsRepository } from './principals.repository.js';
import { RecoveryCodesService } from './recovery-codes.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { StoredTokens } from './stored-tokens.repository.js';
import { TokenExchangeService } from './token-exchange.service.js';
import { WebAuthnChallenges } from './webauthn-challenges.repository.js';
import { OrganisationDomain } from './domains/organisation-domain.entity.js';
import { OrganisationDomainsQueries } from './domains/organisation-domains.queries.js';
import { OrganisationDomainsService } from './domains/organisation-domains.service.js';
import { WorkloadsQueries } from './workloads.queries.js';
import { WorkloadsService } from './workloads.service.js';

const AUTHENTICATORS = [
  AuthenticatorChanges,
  IdentitiesService,
  LinkedIdentities,
  LoginProviders,
  PasskeyAnswers,
  PasskeySignIn,
  PasskeysRepository,
  PasskeysService,
  RecoveryCodesService,
  WebAuthn,
  WebAuthnChallenges,
];

const DOMAINS = [OrganisationDomainsQueries, OrganisationDomainsService, TxtRecords];
const WORKLOADS = [WorkloadsService, WorkloadsQueries, WorkloadTokens, TokenExchangeService];
import { SignUpQueries } from './sign-up.queries.js';
import { SignUpService } from './sign-up.service.js';
import { TermsQueries } from './terms/terms.queries.js';
import { TermsService } from './terms/terms.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Erasure, OrganisationDomain, OrganisationTransfer])],
  providers: [
    OrganisationsService,
    MembershipsService,
    OrganisationTransfersService,
    ApiTokensService,
    BillingDetailsService,
    IdentityQueries,
    PersonNames,
    StoredTokens,
    ErasureObstacles,
    ErasuresQueries,
    ErasuresService,
    IdentityJobs,
    SessionsRepository,
    SessionsService,
    ...AUTHENTICATORS,
    ...DOMAINS,
    ...WORKLOADS,
    ForeignHttp,
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
    BillingDetailsService,
    ErasureObstacles,
    ErasuresQueries,
    ErasuresService,
    OrganisationsService,
    MembershipsService,
    OrganisationTransfersService,
    ApiTokensService,
    IdentityQueries,
    SessionsRepository,
    SessionsService,
    ...AUTHENTICATORS,
    ...DOMAINS,
    ...WORKLOADS,
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
