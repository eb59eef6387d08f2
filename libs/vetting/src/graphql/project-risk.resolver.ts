import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { Messages, asId, parseId, present } from '#platform/kernel';
import { SignalClearingsService } from '../risk/signal-clearings.service.js';
import { SignalsQueries } from '../risk/signals.queries.js';
import {
  ClearRiskSignalInput,
  ClearRiskSignalPayload,
  ProjectRiskType,
  RiskSignalConnection,
  RiskSignalType,
  RiskSignalsArgs,
  SignalClearingType,
} from './project-risk.types.js';

/** Signals of a project, and what they come to. */
@Resolver(() => SignalClearingType)
export class ProjectRiskResolver {
  constructor(
    private readonly queries: SignalsQueries,
    private readonly clearings: SignalClearingsService,
    private readonly people: PersonLoader,
    private readonly messages: Messages,
    nodes: NodeRegistry,
  ) {
    nodes.register('sig', person, async (id, { principal }) => {
      const row = principal.kind === 'person' ? await queries.visible(principal, asId(id)) : null;
      return row && new RiskSignalType(row, messages);
    });
  }

  @Query(() => ProjectRiskType, {
    nullable: true,
    description:
      'What signals say of a project, for those who speak for it or hold a scope in it, and its stewards and reviewers; null for all others.',
  })
  async projectRisk(
    @Args('projectId', { type: () => ID }) projectId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<ProjectRiskType | null> {
    const risk = await this.queries.risk(asPerson(principal), parseId('prj', projectId));
    return risk && ProjectRiskType.from(risk);
  }

  @Query(() => RiskSignalConnection, {
    description: 'Signals of a project, newest fact first, for whoever sees its risk; none for all others.',
  })
  async riskSignals(
    @Args() args: RiskSignalsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<RiskSignalType>> {
    const projectId = parseId('prj', args.projectId);
    const page = await this.queries.ofProject(asPerson(principal), projectId, args.isOpen ?? null, pageOf(args));
    return connectionFrom(page, (row) => new RiskSignalType(row, this.messages));
  }

  @Mutation(() => ClearRiskSignalPayload, {
    description:
      'Says why a signal no longer counts, as a reviewer or a steward of the project whom it is not about. It counts until a second one says so too.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'CLEARING_REVIEWERS_INVALID',
    'OWN_HISTORY',
    'RISK_SIGNAL_CLEARED',
    'RISK_SIGNAL_NOT_FOUND',
  )
  clearRiskSignal(
    @Args('input') input: ClearRiskSignalInput,
    @Context() context: GraphqlContext,
  ): Promise<ClearRiskSignalPayload> {
    return asPayload(context, input, { signal: null }, async () => {
      const principal = asPerson(context.principal);
      const id = parseId('sig', input.signalId);
      await this.clearings.clear(principal, id, input.reason);
      return { signal: new RiskSignalType(present(await this.queries.visible(principal, id)), this.messages) };
    });
  }

  @ResolveField(() => PersonType)
  async by(@Parent() { personId }: SignalClearingType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, asId(personId))));
  }
}
