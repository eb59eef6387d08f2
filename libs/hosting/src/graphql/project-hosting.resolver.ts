import { Injectable } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { OrganisationLoader, OrganisationType } from '#libs/identity/graphql';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, parseId } from '#platform/kernel';
import { HostingQueries, type HostAgreementRow, type ProjectBalance } from '../hosting.queries.js';
import { FiscalHostType, HostAgreementType, ProjectBalanceType } from './hosting.types.js';
import { ProjectPayoutType } from './project-payout.types.js';

@Injectable()
export class StandingAgreementLoader extends RequestLoader<HostAgreementRow> {
  constructor(private readonly queries: HostingQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, HostAgreementRow>> {
    return new Map((await this.queries.standing(keys)).map((row) => [row.projectId, row]));
  }
}

@Injectable()
export class ProjectBalancesLoader extends RequestLoader<readonly ProjectBalance[]> {
  constructor(private readonly queries: HostingQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly ProjectBalance[]>> {
    return grouped(await this.queries.balances(keys), ({ projectId }) => projectId);
  }
}

/** Who keeps the money of a project, and how much there is: for everybody to see. */
@Resolver(() => ProjectType)
export class ProjectHostingResolver {
  constructor(
    private readonly standing: StandingAgreementLoader,
    private readonly balances: ProjectBalancesLoader,
  ) {}

  @ResolveField(() => HostAgreementType, {
    nullable: true,
    description: 'The agreement with the fiscal host that keeps the money of the project; null when there is none.',
  })
  async hosting(@Parent() { id }: ProjectType, @Context() context: GraphqlContext): Promise<HostAgreementType | null> {
    const row = await this.standing.load(context, parseId('prj', id));
    return row && HostAgreementType.from(row);
  }

  @ResolveField(() => [ProjectBalanceType], {
    description: 'What is held by a host for the project and was paid out of it, one entry for each currency.',
  })
  async hostedBalances(
    @Parent() { id }: ProjectType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectBalanceType[]> {
    return ((await this.balances.load(context, parseId('prj', id))) ?? []).map((row) => ProjectBalanceType.from(row));
  }
}

@Resolver(() => FiscalHostType)
export class FiscalHostResolver {
  constructor(private readonly organisations: OrganisationLoader) {}

  @ResolveField(() => OrganisationType, { nullable: true })
  async organisation(
    @Parent() { hostId }: FiscalHostType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisations.load(context, hostId);
    return row && OrganisationType.from(row);
  }
}

@Resolver(() => HostAgreementType)
export class HostAgreementResolver {
  constructor(
    private readonly organisations: OrganisationLoader,
    private readonly projects: ProjectLoader,
  ) {}

  @ResolveField(() => OrganisationType, { nullable: true })
  async host(
    @Parent() { hostId }: HostAgreementType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisations.load(context, hostId);
    return row && OrganisationType.from(row);
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(
    @Parent() { projectId }: HostAgreementType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = await this.projects.load(context, projectId);
    return row && ProjectType.from(row);
  }
}

@Resolver(() => ProjectPayoutType)
export class ProjectPayoutProjectResolver {
  constructor(private readonly projects: ProjectLoader) {}

  @ResolveField(() => ProjectType, { nullable: true })
  async project(
    @Parent() { projectId }: ProjectPayoutType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = await this.projects.load(context, projectId);
    return row && ProjectType.from(row);
  }
}
