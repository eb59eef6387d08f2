import { Module } from '@nestjs/common';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { MatchingModule, UpkeepModule } from '../matching.module.js';
import { MatchingResolver } from './matching.resolver.js';
import { StandingLoader, StandingResolver } from './standing.resolver.js';
import { UpkeepLoader, UpkeepResolver } from './upkeep.resolver.js';

@Module({
  imports: [MatchingModule, NeedsGraphqlModule, UpkeepModule],
  providers: [MatchingResolver, StandingLoader, StandingResolver, UpkeepLoader, UpkeepResolver],
})
export class MatchingGraphqlModule {}

export const matchingPolicy: FieldPolicy = {
  'Query.rankedNeeds': scoped('inventory:read'),
  'Project.standing': person,
  // For those who see the signals that it rests on; the resolver asks.
  'Project.upkeep': person,
  'ProjectUpkeep.*': asParent,
  'ProjectStanding.*': asParent,
  'ProjectSignal.*': asParent,
  'RankedNeed.*': asParent,
  'RankedNeedConnection.*': asParent,
  'RankedNeedEdge.*': asParent,
  'ExplanationPart.*': asParent,
  'ExplanationTerm.*': asParent,
};
