import { Module } from '@nestjs/common';
import { mergePolicies, type FieldPolicy } from '#platform/graphql';
import { AdoptionCallsGraphqlModule, adoptionCallsPolicy } from './adoption-calls.graphql.js';
import { DependencyAlertsGraphqlModule, dependencyAlertsPolicy } from './dependency-alerts.graphql.js';
import { StandingOffersGraphqlModule, standingOffersPolicy } from './standing-offers.graphql.js';

@Module({ imports: [AdoptionCallsGraphqlModule, DependencyAlertsGraphqlModule, StandingOffersGraphqlModule] })
export class OffersGraphqlModule {}

export { AdoptionCallType } from './adoption-call.types.js';

export const offersPolicy: FieldPolicy = mergePolicies(
  adoptionCallsPolicy,
  dependencyAlertsPolicy,
  standingOffersPolicy,
);
