import { Module } from '@nestjs/common';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import { MailAddressResolver } from './mail-address.resolver.js';
import { TermsResolver } from './terms.resolver.js';
import { IdentityResolver, MembershipResolver, OrganisationResolver } from './identity.resolver.js';

@Module({
  providers: [
    PersonLoader,
    OrganisationLoader,
    IdentityResolver,
    MailAddressResolver,
    MembershipResolver,
    OrganisationResolver,
    TermsResolver,
  ],
  exports: [PersonLoader, OrganisationLoader],
})
export class IdentityGraphqlModule {}

export { OrganisationLoader, PersonLoader } from './identity.loaders.js';
export { identityPolicy } from './identity.policy.js';
export { OrganisationType, PersonType, ViewerType } from './person.type.js';
