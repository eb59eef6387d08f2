import { Module } from '@nestjs/common';
import { AuditGraphqlModule } from '#libs/audit/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsModule } from '../needs.module.js';
import { NeedHistory } from './need.history.js';
import { NeedLoader, PayeesOfNeedLoader } from './needs.loaders.js';
import { NeedsResolver } from './needs.resolver.js';
import { NeedPayeesResolver, PayeesResolver } from './payees.resolver.js';

@Module({
  imports: [AuditGraphqlModule, NeedsModule, CatalogGraphqlModule, IdentityGraphqlModule],
  providers: [NeedLoader, PayeesOfNeedLoader, NeedsResolver, PayeesResolver, NeedPayeesResolver, NeedHistory],
  exports: [NeedLoader],
})
export class NeedsGraphqlModule {}

export { NeedHeadType, NeedKindEnum, NeedType, asksForWholeNeed } from './need.type.js';
export { NeedPayeeType } from './payee.types.js';
export { NeedLoader } from './needs.loaders.js';
export { needsPolicy } from './needs.policy.js';
