import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { assertBelongs } from '#libs/identity';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import {
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { clearanceOf, parseId, present, type Id, type Principal } from '#platform/kernel';
import { DependencyAlertsQueries } from '../alerts/dependency-alerts.queries.js';
import { DependencyAlerts } from '../alerts/dependency-alerts.service.js';
import {
  DependencyAlertConnection,
  DependencyAlertType,
  DependencyAlertsArgs,
  DependencyAlertsOffType,
  MarkDependencyAlertsReadInput,
  MarkDependencyAlertsReadPayload,
  SetDependencyAlertsOffInput,
  SetDependencyAlertsOffPayload,
} from './dependency-alerts.types.js';

/** What a company is told of projects that it depends on. */
@Resolver(() => DependencyAlertType)
export class DependencyAlertsResolver {
  constructor(
    private readonly queries: DependencyAlertsQueries,
    private readonly projects: ProjectLoader,
    private readonly needs: NeedLoader,
  ) {}

  @Query(() => DependencyAlertConnection, {
    description: 'What happened to projects that your organisation ships, newest first.',
  })
  async dependencyAlerts(
    @Args() args: DependencyAlertsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<DependencyAlertType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const filter = { kind: args.kind ?? null, unreadOnly: args.unreadOnly };
    const page = await this.queries.ofOrganisation(clearanceOf(principal), id, filter, pageOf(args));
    return connectionFrom(page, (row) => DependencyAlertType.from(row));
  }

  @Query(() => DependencyAlertsOffType, {
    description: 'Which alerts are switched off, for your organisation and for you.',
  })
  async dependencyAlertsOff(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<DependencyAlertsOffType> {
    return offOf(this.queries, principal, parseId('org', organisationId));
  }

  @ResolveField(() => ProjectType)
  async project(
    @Parent() { projectId }: DependencyAlertType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType> {
    return ProjectType.from(present(await this.projects.load(context, projectId)));
  }

  @ResolveField(() => NeedType, { nullable: true, description: 'The need that was posted.' })
  async need(@Parent() { needId }: DependencyAlertType, @Context() context: GraphqlContext): Promise<NeedType | null> {
    const row = needId === null ? null : await this.needs.load(context, needId);
    return row && NeedType.from(row);
  }
}

@Resolver()
export class DependencyAlertCommandsResolver {
  constructor(
    private readonly alerts: DependencyAlerts,
    private readonly queries: DependencyAlertsQueries,
  ) {}

  @Mutation(() => SetDependencyAlertsOffPayload, { description: 'Switches a kind of alert off or on.' })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  setDependencyAlertsOff(
    @Args('input') input: SetDependencyAlertsOffInput,
    @Context() context: GraphqlContext,
  ): Promise<SetDependencyAlertsOffPayload> {
    return asPayload<SetDependencyAlertsOffPayload>(context, input, { dependencyAlertsOff: null }, async () => {
      const { kind, isOff, forOrganisation } = input;
      const organisationId = parseId<'org'>('org', input.organisationId);
      await this.alerts.setOff(context.principal, { organisationId, kind, isOff, forOrganisation });
      return { dependencyAlertsOff: await offOf(this.queries, context.principal, organisationId) };
    });
  }

  @Mutation(() => MarkDependencyAlertsReadPayload, { description: 'Marks alerts of your organisation as read by you.' })
  @Refusals('DEPENDENCY_ALERT_NOT_FOUND', 'ORGANISATION_NOT_FOUND')
  markDependencyAlertsRead(
    @Args('input') input: MarkDependencyAlertsReadInput,
    @Context() context: GraphqlContext,
  ): Promise<MarkDependencyAlertsReadPayload> {
    return asPayload<MarkDependencyAlertsReadPayload>(context, input, { isMarked: null }, async () => {
      const alertId = input.dependencyAlertId == null ? null : parseId<'dal'>('dal', input.dependencyAlertId);
      await this.alerts.markRead(context.principal, parseId('org', input.organisationId), alertId);
      return { isMarked: true };
    });
  }
}

async function offOf(
  queries: DependencyAlertsQueries,
  principal: Principal,
  organisationId: Id<'org'>,
): Promise<DependencyAlertsOffType> {
  assertBelongs(principal, organisationId);
  const personId = principal.kind === 'person' ? principal.personId : null;
  return DependencyAlertsOffType.from(await queries.off(organisationId, personId));
}
