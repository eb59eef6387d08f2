import { Module } from '@nestjs/common';
import { mergePolicies, type FieldPolicy } from '#platform/graphql';
import { AdoptionCallsGraphqlModule, adoptionCallsPolicy } from './adoption-calls.graphql.js';
import { StandingOffersGraphqlModule, standingOffersPolicy } from './standing-offers.graphql.js';

@Module({ imports: [AdoptionCallsGraphqlModule, StandingOffersGraphqlModule] })
export class OffersGraphqlModule {}

export { AdoptionCallType } from './adoption-call.types.js';

export const offersPolicy: FieldPolicy = mergePolicies(adoptionCallsPolicy, standingOffersPolicy);
