import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { ComponentQueries } from '#libs/inventory';
import { ComponentConnection, ComponentType } from '#libs/inventory/graphql';
import { EMPTY_PAGE } from '#platform/database';
import { ConnectionArgs, connectionFrom, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { clearanceForOrganisation } from '#platform/kernel';
import { periodOf } from '../period.rules.js';
import { ComplianceReports } from '../reports/compliance-reports.service.js';
import { pageOfProjects } from '../reports/compliance-report.js';
import { StatementAddresses } from '../statement-addresses.js';
import {
  ComplianceReportType,
  ProductPeriodArgs,
  ReportedProjectConnection,
  ReportedProjectType,
} from './compliance-report.type.js';

/** In the order of dependencies: what the product needs directly comes first. */
const ALL_COMPONENTS = { search: '', scope: null, isDirect: null, isResolved: null, order: 'DEPTH' } as const;

@Resolver(() => ComplianceReportType)
export class ComplianceReportsResolver {
  constructor(
    private readonly reports: ComplianceReports,
    private readonly componentQueries: ComponentQueries,
    private readonly addresses: StatementAddresses,
  ) {}

  @Query(() => ComplianceReportType, {
    description: 'What a product of an organisation that you belong to shipped, and what was done for it.',
  })
  async complianceReport(
    @Args() { productId, ...days }: ProductPeriodArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ComplianceReportType> {
    const report = await this.reports.of(asPerson(principal), productId, periodOf(days.from, days.to));
    return ComplianceReportType.from(report, days);
  }

  @ResolveField(() => ReportedProjectConnection, {
    description: 'The projects of its components, largest exposure first.',
  })
  projects(
    @Parent() { report }: ComplianceReportType,
    @Args() args: ConnectionArgs,
  ): ConnectionValue<ReportedProjectType> {
    return connectionFrom(pageOfProjects(report.projects, pageOf(args)), (row) => ReportedProjectType.from(row));
  }

  @ResolveField(() => ComponentConnection, {
    description: 'What it shipped at the end of the period, direct ones first.',
  })
  async components(
    @Parent() { report: { inventory, organisationId } }: ComplianceReportType,
    @Args() args: ConnectionArgs,
  ): Promise<ConnectionValue<ComponentType>> {
    if (inventory === null) return connectionFrom(EMPTY_PAGE, ComponentType.from);
    const clearance = clearanceForOrganisation(organisationId);
    const page = await this.componentQueries.components(clearance, inventory.id, ALL_COMPONENTS, pageOf(args));
    return connectionFrom(page, (row) => ComponentType.from(row));
  }

  @ResolveField(() => String, { description: 'The whole report, signed; "mainstay report verify" checks it.' })
  jsonUrl(@Parent() { productId, days }: ComplianceReportType): string {
    return this.addresses.compliance(productId, days, 'json');
  }

  @ResolveField(() => String, { description: 'The components alone.' })
  csvUrl(@Parent() { productId, days }: ComplianceReportType): string {
    return this.addresses.compliance(productId, days, 'csv');
  }
}
