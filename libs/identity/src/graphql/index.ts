import { Module } from '@nestjs/common';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import {
  IdentityResolver,
  InvitationResolver,
  MembershipResolver,
  OrganisationResolver,
  OrganisationTransferResolver,
} from './identity.resolver.js';
import { MembershipsResolver } from './memberships.resolver.js';

@Module({
  providers: [
    PersonLoader,
    OrganisationLoader,
    IdentityResolver,
    MembershipResolver,
    MembershipsResolver,
    OrganisationResolver,
    InvitationResolver,
    OrganisationTransferResolver,
  ],
  exports: [PersonLoader, OrganisationLoader],
})
export class IdentityGraphqlModule {}

export { OrganisationLoader, PersonLoader } from './identity.loaders.js';
export { identityPolicy } from './identity.policy.js';
export { OrganisationType, PersonType } from './person.type.js';
