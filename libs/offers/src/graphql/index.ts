import { Module } from '@nestjs/common';
import { mergePolicies, type FieldPolicy } from '#platform/graphql';
import { StandingOffersGraphqlModule, standingOffersPolicy } from './standing-offers.graphql.js';

@Module({ imports: [StandingOffersGraphqlModule] })
export class OffersGraphqlModule {}

export const offersPolicy: FieldPolicy = mergePolicies(standingOffersPolicy);
