import { Module } from '@nestjs/common';
import { asParent, person, type FieldPolicy } from '#platform/graphql';
import { DemandModule } from '../demand.module.js';
import { DemandLoader, DemandResolver } from './demand.resolver.js';
import { ExposedLoader, ExposedResolver } from './exposed.resolver.js';

@Module({ imports: [DemandModule], providers: [DemandLoader, DemandResolver, ExposedLoader, ExposedResolver] })
export class DemandGraphqlModule {}

export const demandPolicy: FieldPolicy = {
  // For its maintainers; the statement says which.
  'Project.demand': person,
  'ProjectDemand.*': asParent,
  'AdoptionCall.exposedOrganisationsAtLeast': person,
};
