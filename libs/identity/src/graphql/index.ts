import { Module } from '@nestjs/common';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import { IdentityResolver, MembershipResolver, OrganisationResolver } from './identity.resolver.js';
import { SessionsResolver } from './sessions.resolver.js';

@Module({
  providers: [
    PersonLoader,
    OrganisationLoader,
    IdentityResolver,
    MembershipResolver,
    OrganisationResolver,
    SessionsResolver,
  ],
  exports: [PersonLoader, OrganisationLoader],
})
export class IdentityGraphqlModule {}

export { OrganisationLoader, PersonLoader } from './identity.loaders.js';
export { identityPolicy } from './identity.policy.js';
export { OrganisationType, PersonType } from './person.type.js';
