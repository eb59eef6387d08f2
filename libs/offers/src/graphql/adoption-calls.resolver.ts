import { Injectable } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { assertBelongs } from '#libs/identity';
import { OrganisationLoader, OrganisationType, PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  Refusals,
  RequestLoader,
  anyone,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, clearanceOf, parseId, present, type Id } from '#platform/kernel';
import { AdoptionCallsQueries, type AdoptionCallRow } from '../adoption/adoption-calls.queries.js';
import { AdoptionCallsService } from '../adoption/adoption-calls.service.js';
import {
  AdoptionAnswerConnection,
  AdoptionAnswerType,
  AdoptionCallConnection,
  AdoptionCallType,
  AdoptionCallsArgs,
  AdoptionCallsOfArgs,
  AnswerAdoptionCallInput,
  AnswerAdoptionCallPayload,
  OpenAdoptionCallInput,
  OpenAdoptionCallPayload,
  WithdrawAdoptionCallInput,
  WithdrawAdoptionCallPayload,
} from './adoption-call.types.js';

@Injectable()
export class AdoptionCallLoader extends RequestLoader<AdoptionCallRow> {
  constructor(private readonly queries: AdoptionCallsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, AdoptionCallRow>> {
    return new Map((await this.queries.calls(keys)).map((row) => [row.id, row]));
  }
}

/** Calls for adoption, as everybody sees them. */
@Resolver(() => AdoptionCallType)
export class AdoptionCallsResolver {
  constructor(
    private readonly queries: AdoptionCallsQueries,
    nodes: NodeRegistry,
    loader: AdoptionCallLoader,
  ) {
    nodes.register('adc', anyone, async (id, context) => {
      const row = await loader.load(context, id);
      return row && AdoptionCallType.from(row);
    });
  }

  @Query(() => AdoptionCallConnection, { description: 'Open calls for adoption, newest first. Public.' })
  async adoptionCalls(@Args() args: AdoptionCallsArgs): Promise<ConnectionValue<AdoptionCallType>> {
    const projectId = args.projectId == null ? null : parseId<'prj'>('prj', args.projectId);
    return connectionFrom(await this.queries.open(projectId, pageOf(args)), (row) => AdoptionCallType.from(row));
  }

  @Query(() => AdoptionCallConnection, { description: 'Calls for adoption of an organisation, newest first.' })
  async adoptionCallsOf(
    @Args() args: AdoptionCallsOfArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<AdoptionCallType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const page = await this.queries.ofOrganisation(id, args.status ?? null, pageOf(args));
    return connectionFrom(page, (row) => AdoptionCallType.from(row));
  }
}

@Resolver(() => AdoptionCallType)
export class AdoptionCallFieldsResolver {
  constructor(
    private readonly queries: AdoptionCallsQueries,
    private readonly projects: ProjectLoader,
    private readonly organisations: OrganisationLoader,
  ) {}

  @ResolveField(() => ProjectType)
  async project(@Parent() { projectId }: AdoptionCallType, @Context() context: GraphqlContext): Promise<ProjectType> {
    return ProjectType.from(present(await this.projects.load(context, projectId)));
  }

  @ResolveField(() => OrganisationType, {
    nullable: true,
    description: 'Null when the caller is not named here, or shows itself to nobody.',
  })
  async organisation(
    @Parent() { namedOrganisationId }: AdoptionCallType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = namedOrganisationId === null ? null : await this.organisations.load(context, namedOrganisationId);
    return row && OrganisationType.from(row);
  }

  @ResolveField(() => AdoptionAnswerConnection, {
    nullable: true,
    description: 'All answers for the caller, the own one for whoever answered. Newest first.',
  })
  async answers(
    @Parent() { callId }: AdoptionCallType,
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<AdoptionAnswerType>> {
    const page = await this.queries.answers(clearanceOf(principal), asId(callId), pageOf(args));
    return connectionFrom(page, (row) => AdoptionAnswerType.from(row));
  }
}

@Resolver(() => AdoptionAnswerType)
export class AdoptionAnswersResolver {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType, { nullable: true })
  async person(
    @Parent() { personId }: AdoptionAnswerType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = await this.people.load(context, personId);
    return row && PersonType.from(row);
  }
}

@Resolver()
export class AdoptionCommandsResolver {
  constructor(
    private readonly calls: AdoptionCallsService,
    private readonly loader: AdoptionCallLoader,
  ) {}

  @Mutation(() => OpenAdoptionCallPayload, {
    description:
      'Calls in public for somebody who takes on a project that your organisation depends on and nobody maintains. For FINANCE and ADMIN of an organisation with a verified domain that has funded a need.',
  })
  @Refusals(
    'ADOPTION_CALL_EXISTS',
    'EXPOSURE_LIMIT',
    'EXPOSURE_NOT_CLEARED',
    'MISSING_ROLE',
    'NOT_A_DEPENDENCY',
    'ORGANISATION_NOT_FOUND',
    'PROJECT_NOT_UNMAINTAINED',
    'STANDING_OFFER_NOT_FOUND',
  )
  openAdoptionCall(
    @Args('input') input: OpenAdoptionCallInput,
    @Context() context: GraphqlContext,
  ): Promise<OpenAdoptionCallPayload> {
    return asPayload<OpenAdoptionCallPayload>(context, input, { adoptionCall: null }, async () => {
      const id = await this.calls.open(context.principal, {
        organisationId: parseId('org', input.organisationId),
        projectId: parseId('prj', input.projectId),
        note: input.note,
        isNamed: input.isNamed,
        offerId: input.standingOfferId == null ? null : parseId('sof', input.standingOfferId),
      });
      return { adoptionCall: await this.found(context, id) };
    });
  }

  @Mutation(() => WithdrawAdoptionCallPayload, {
    description: 'Takes a call back. For FINANCE and ADMIN of its caller.',
  })
  @Refusals('ADOPTION_CALL_NOT_FOUND', 'ILLEGAL_TRANSITION', 'MISSING_ROLE')
  withdrawAdoptionCall(
    @Args('input') input: WithdrawAdoptionCallInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawAdoptionCallPayload> {
    return asPayload<WithdrawAdoptionCallPayload>(context, input, { adoptionCall: null }, async () => {
      const id = parseId('adc', input.adoptionCallId);
      await this.calls.withdraw(context.principal, id);
      return { adoptionCall: await this.found(context, id) };
    });
  }

  @Mutation(() => AnswerAdoptionCallPayload, {
    description:
      'Says that you would take the project on. The caller and you see it; nothing is granted by it. Once for each call.',
  })
  @Refusals('ADOPTION_CALL_NOT_FOUND', 'ALREADY_ANSWERED')
  answerAdoptionCall(
    @Args('input') input: AnswerAdoptionCallInput,
    @Context() context: GraphqlContext,
  ): Promise<AnswerAdoptionCallPayload> {
    return asPayload<AnswerAdoptionCallPayload>(context, input, { adoptionCall: null }, async () => {
      const id = parseId('adc', input.adoptionCallId);
      await this.calls.answer(context.principal, id, input.message);
      return { adoptionCall: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'adc'>): Promise<AdoptionCallType> {
    return AdoptionCallType.from(present(await this.loader.load(context, id)));
  }
}
