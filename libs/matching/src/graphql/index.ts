import { Module } from '@nestjs/common';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { MatchingModule } from '../matching.module.js';
import { FundingPolicyResolver } from './funding-policy.resolver.js';
import { MatchingResolver } from './matching.resolver.js';
import { StandingLoader, StandingResolver } from './standing.resolver.js';

@Module({
  imports: [CatalogGraphqlModule, MatchingModule, NeedsGraphqlModule],
  providers: [FundingPolicyResolver, MatchingResolver, StandingLoader, StandingResolver],
})
export class MatchingGraphqlModule {}

export const matchingPolicy: FieldPolicy = {
  'Query.rankedNeeds': scoped('inventory:read'),
  'Query.exposedProjects': scoped('inventory:read'),
  'Query.fundingPolicy': scoped('inventory:read'),
  'Mutation.setFundingPolicy': person,
  'SetFundingPolicyPayload.*': asParent,
  'Project.standing': person,
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
