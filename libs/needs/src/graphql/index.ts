import { Module } from '@nestjs/common';
import { AuditGraphqlModule } from '#libs/audit/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsModule } from '../needs.module.js';
import { NeedHistory } from './need.history.js';
import { NeedLoader } from './needs.loaders.js';
import { NeedsResolver } from './needs.resolver.js';

@Module({
  imports: [AuditGraphqlModule, NeedsModule, CatalogGraphqlModule, IdentityGraphqlModule],
  providers: [NeedLoader, NeedsResolver, NeedHistory],
  exports: [NeedLoader],
})
export class NeedsGraphqlModule {}

export { NeedType } from './need.type.js';
export { NeedLoader } from './needs.loaders.js';
export { needsPolicy } from './needs.policy.js';
