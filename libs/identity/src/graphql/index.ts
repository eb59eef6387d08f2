import { Module } from '@nestjs/common';
import { StepUpGate } from '#platform/graphql';
import { StepUpService } from '../step-up.service.js';
import { BillingDetailsResolver } from './billing-details.resolver.js';
import { ErasureResolver } from './erasure.resolver.js';
import { IdentitiesResolver } from './identities.resolver.js';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import {
  InvitationsLoader,
  MembersLoader,
  OpenTransferLoader,
  DomainsLoader,
  WorkloadsLoader,
} from './organisation-details.loaders.js';
import {
  IdentityResolver,
  InvitationResolver,
  MembershipResolver,
  OrganisationResolver,
  OrganisationTransferResolver,
} from './identity.resolver.js';
import { MembershipsResolver } from './memberships.resolver.js';
import { AuthenticatorsResolver, PasskeysResolver } from './passkeys.resolver.js';
import { SessionsResolver } from './sessions.resolver.js';
import { OrganisationDomainsResolver } from './organisation-domains.resolver.js';
import { WorkloadsResolver } from './workloads.resolver.js';
import { MailAddressResolver } from './mail-address.resolver.js';
import { TermsResolver } from './terms.resolver.js';

@Module({
  providers: [
    PersonLoader,
    OrganisationLoader,
    MembersLoader,
    InvitationsLoader,
    OpenTransferLoader,
    DomainsLoader,
    WorkloadsLoader,
    IdentityResolver,
    BillingDetailsResolver,
    ErasureResolver,
    MailAddressResolver,
    TermsResolver,
    MembershipResolver,
    MembershipsResolver,
    OrganisationResolver,
    InvitationResolver,
    OrganisationTransferResolver,
    SessionsResolver,
    OrganisationDomainsResolver,
    WorkloadsResolver,
    IdentitiesResolver,
    AuthenticatorsResolver,
    PasskeysResolver,
    StepUpService,
    { provide: StepUpGate, useExisting: StepUpService },
  ],
  exports: [PersonLoader, OrganisationLoader, StepUpGate],
})
export class IdentityGraphqlModule {}

export { OrganisationLoader, PersonLoader } from './identity.loaders.js';
export { identityPolicy } from './identity.policy.js';
export { MailAddressType } from './mail-address.type.js';
export { OrganisationType, PersonType, ViewerType } from './person.type.js';
