import { Module } from '@nestjs/common';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { CatalogModule } from '../catalog.module.js';
import { FundingManifestsLoader, ProjectLoader } from './catalog.loaders.js';
import { CatalogResolver } from './catalog.resolver.js';
import { ClaimsResolver } from './claims.resolver.js';
import { FundingManifestsResolver, ProjectFundingResolver } from './funding-manifests.resolver.js';
import { ProjectClaimsResolver } from './project-claims.resolver.js';
import { SignalContestsResolver } from './signal-contests.resolver.js';

@Module({
  imports: [CatalogModule, IdentityGraphqlModule],
  providers: [
    ProjectLoader,
    FundingManifestsLoader,
    CatalogResolver,
    ClaimsResolver,
    ProjectClaimsResolver,
    FundingManifestsResolver,
    SignalContestsResolver,
    ProjectFundingResolver,
  ],
  exports: [ProjectLoader],
})
export class CatalogGraphqlModule {}

export { ProjectLoader } from './catalog.loaders.js';
export { catalogPolicy } from './catalog.policy.js';
export { ProjectType } from './project.type.js';
export { SignalContestType } from './signal-contest.types.js';
