import { Module } from '@nestjs/common';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { PledgesModule } from '../pledges.module.js';
import { PledgeLoader } from './pledges.loaders.js';
import { PledgesResolver } from './pledges.resolver.js';

@Module({
  imports: [PledgesModule, NeedsGraphqlModule, IdentityGraphqlModule],
  providers: [PledgeLoader, PledgesResolver],
  exports: [PledgeLoader],
})
export class PledgesGraphqlModule {}

export { PledgeConnection, PledgeType } from './pledge.type.js';
export { PledgeLoader } from './pledges.loaders.js';
export { pledgesPolicy } from './pledges.policy.js';
