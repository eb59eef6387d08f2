import { Module } from '@nestjs/common';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { OffersModule } from '../offers.module.js';
import { DependencyAlertCommandsResolver, DependencyAlertsResolver } from './dependency-alerts.resolver.js';

@Module({
  imports: [CatalogGraphqlModule, NeedsGraphqlModule, OffersModule],
  providers: [DependencyAlertCommandsResolver, DependencyAlertsResolver],
})
export class DependencyAlertsGraphqlModule {}

export const dependencyAlertsPolicy: FieldPolicy = {
  'Query.dependencyAlerts': scoped('inventory:read'),
  'Query.dependencyAlertsOff': scoped('inventory:read'),
  'DependencyAlert.*': asParent,
  'DependencyAlertConnection.*': asParent,
  'DependencyAlertEdge.*': asParent,
  'DependencyAlertsOff.*': asParent,
  'Mutation.setDependencyAlertsOff': person,
  'Mutation.markDependencyAlertsRead': person,
  'SetDependencyAlertsOffPayload.*': asParent,
  'MarkDependencyAlertsReadPayload.*': asParent,
};
