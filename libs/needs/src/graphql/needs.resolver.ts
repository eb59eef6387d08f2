import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  anyone,
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  NodeRegistry,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import type { NeedKind } from '../need.entity.js';
import { NeedsQueries } from '../needs.queries.js';
import { NeedsService } from '../needs.service.js';
import {
  CancelNeedPayload,
  CloseNeedPayload,
  CreateNeedInput,
  CreateNeedPayload,
  NeedActionInput,
  PublishNeedPayload,
  PublishedNeedsArgs,
} from './need.inputs.js';
import { NeedConnection, NeedType } from './need.type.js';
import { NeedLoader } from './needs.loaders.js';

@Resolver(() => NeedType)
export class NeedsResolver {
  constructor(
    private readonly needs: NeedsService,
    private readonly queries: NeedsQueries,
    private readonly needLoader: NeedLoader,
    private readonly projectLoader: ProjectLoader,
    private readonly personLoader: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('need', anyone, async (id, context) => {
      const row = await needLoader.load(context, id);
      return row && NeedType.from(row);
    });
  }

  @Query(() => NeedConnection, {
    description:
      'Published needs, newest first. Requests for co-maintainers only with a project; those of your dependencies are in `rankedNeeds`.',
  })
  async publishedNeeds(@Args() args: PublishedNeedsArgs): Promise<ConnectionValue<NeedType>> {
    const filter = { kind: args.kind ?? null, projectId: args.projectId ? parseId('prj', args.projectId) : null };
    return connectionFrom(await this.queries.published(filter, pageOf(args)), (row) => NeedType.from(row));
  }

  @Query(() => NeedType, { nullable: true })
  async need(@Args('id', { type: () => ID }) id: string, @Context() context: GraphqlContext): Promise<NeedType | null> {
    return this.find(context, parseId('need', id));
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(@Parent() need: NeedType, @Context() context: GraphqlContext): Promise<ProjectType | null> {
    const row = await this.projectLoader.load(context, need.projectId);
    return row && ProjectType.from(row);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'The maintainer who posted it and is paid for it.' })
  async maintainer(@Parent() need: NeedType, @Context() context: GraphqlContext): Promise<PersonType | null> {
    const row = await this.personLoader.load(context, need.recipientPersonId);
    return row && PersonType.from(row);
  }

  @Mutation(() => CreateNeedPayload, { description: 'Writes a draft. Needs a verified claim to the project.' })
  @Refusals('CURRENCY_NOT_HELD', 'NOT_MAINTAINER')
  createNeed(@Args('input') input: CreateNeedInput, @Context() context: GraphqlContext): Promise<CreateNeedPayload> {
    return asPayload<CreateNeedPayload>(context, input, { need: null }, async () => {
      const { resultId } = await this.needs.create(context.principal, {
        projectId: parseId('prj', input.projectId),
        kind: input.kind satisfies NeedKind,
        title: input.title,
        summary: input.summary,
        goal: moneyOf(input.goal),
        deadline: input.deadline ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      return { need: await this.found(context, resultId as Id<'need'>) };
    });
  }

  @Mutation(() => PublishNeedPayload, { description: 'Opens the need for pledges. Needs a milestone plan.' })
  @Refusals(
    'ILLEGAL_TRANSITION',
    'NEED_NOT_FOUND',
    'NOT_MAINTAINER',
    'NOT_NEED_OWNER',
    'PAYEES_NOT_ACCEPTED',
    'TERMS_NOT_ACCEPTED',
  )
  publishNeed(@Args('input') input: NeedActionInput, @Context() context: GraphqlContext): Promise<PublishNeedPayload> {
    return asPayload<PublishNeedPayload>(context, input, { need: null }, async () => {
      const id = parseId('need', input.needId);
      await this.needs.publish(context.principal, id);
      return { need: await this.found(context, id) };
    });
  }

  @Mutation(() => CloseNeedPayload, { description: 'Takes no more pledges. What is promised and held goes on.' })
  @Refusals('ILLEGAL_TRANSITION', 'NEED_NOT_FOUND', 'NOT_NEED_OWNER')
  closeNeed(@Args('input') input: NeedActionInput, @Context() context: GraphqlContext): Promise<CloseNeedPayload> {
    return asPayload<CloseNeedPayload>(context, input, { need: null }, async () => {
      const id = parseId('need', input.needId);
      await this.needs.close(context.principal, id);
      return { need: await this.found(context, id) };
    });
  }

  @Mutation(() => CancelNeedPayload, { description: 'Takes the need back, as long as nothing is pledged to it.' })
  @Refusals('ILLEGAL_TRANSITION', 'NEED_HAS_PLEDGES', 'NEED_NOT_FOUND', 'NOT_NEED_OWNER')
  cancelNeed(@Args('input') input: NeedActionInput, @Context() context: GraphqlContext): Promise<CancelNeedPayload> {
    return asPayload<CancelNeedPayload>(context, input, { need: null }, async () => {
      const id = parseId('need', input.needId);
      await this.needs.cancel(context.principal, id);
      return { need: await this.found(context, id) };
    });
  }

  private async find(context: GraphqlContext, id: Id<'need'>): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, id);
    return row && NeedType.from(row);
  }

  private async found(context: GraphqlContext, id: Id<'need'>): Promise<NeedType> {
    return present(await this.find(context, id));
  }
}
