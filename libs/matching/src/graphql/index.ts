import { Module } from '@nestjs/common';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { asParent, scoped, type FieldPolicy } from '#platform/graphql';
import { MatchingModule } from '../matching.module.js';
import { MatchingResolver } from './matching.resolver.js';

@Module({ imports: [MatchingModule, NeedsGraphqlModule], providers: [MatchingResolver] })
export class MatchingGraphqlModule {}

export const matchingPolicy: FieldPolicy = {
  'Query.rankedNeeds': scoped('inventory:read'),
  'RankedNeed.*': asParent,
  'RankedNeedConnection.*': asParent,
  'RankedNeedEdge.*': asParent,
  'ExplanationPart.*': asParent,
  'ExplanationTerm.*': asParent,
};
