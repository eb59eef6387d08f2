import { Module } from '@nestjs/common';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { MatchingModule, UpkeepModule } from '../matching.module.js';
import { FundingPolicyResolver } from './funding-policy.resolver.js';
import { MatchingResolver } from './matching.resolver.js';
import { StandingLoader, StandingResolver } from './standing.resolver.js';
import { UpkeepLoader, UpkeepResolver } from './upkeep.resolver.js';

@Module({
  imports: [CatalogGraphqlModule, MatchingModule, NeedsGraphqlModule, UpkeepModule],
  providers: [FundingPolicyResolver, MatchingResolver, StandingLoader, StandingResolver, UpkeepLoader, UpkeepResolver],
})
export class MatchingGraphqlModule {}

export const matchingPolicy: FieldPolicy = {
  'Query.rankedNeeds': scoped('inventory:read'),
  'Query.exposedProjects': scoped('inventory:read'),
  'Query.fundingPolicy': scoped('inventory:read'),
  'Mutation.setFundingPolicy': person,
  'SetFundingPolicyPayload.*': asParent,
  'Project.standing': person,
  // For those who see the signals that it rests on; the resolver asks.
  'Project.upkeep': person,
  'ProjectUpkeep.*': asParent,
  'ProjectStanding.*': asParent,
  'ProjectSignal.*': asParent,
  'ExposedProject.*': asParent,
  'ExposedProjectConnection.*': asParent,
  'ExposedProjectEdge.*': asParent,
  'ProductExposure.*': asParent,
  'ProjectScore.*': asParent,
  'RankedNeed.*': asParent,
  'RankedNeedConnection.*': asParent,
  'RankedNeedEdge.*': asParent,
  'ExplanationPart.*': asParent,
  'ExplanationTerm.*': asParent,
  'Score.*': asParent,
  'ScoreTerm.*': asParent,
  'WhatIf.*': asParent,
};
