import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
  type MutationInput,
} from '#platform/graphql';
import { parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { VouchesQueries } from '../vouches/vouches.queries.js';
import { VouchesService } from '../vouches/vouches.service.js';
import {
  VouchConnection,
  VouchForInput,
  VouchForPayload,
  VouchType,
  WithdrawVouchInput,
  WithdrawVouchPayload,
  type VouchPayload,
} from './vouch.types.js';
import { VouchLoader } from './vouches.loader.js';

/** Who has worked with whom, as they say it themselves. */
@Resolver(() => VouchType)
export class VouchesResolver {
  constructor(
    private readonly queries: VouchesQueries,
    private readonly vouches: VouchesService,
    private readonly loader: VouchLoader,
    private readonly projects: ProjectLoader,
    private readonly people: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('vch', person, async (id, context) => {
      const row = await loader.load(context, id);
      return row && new VouchType(row);
    });
  }

  @Query(() => VouchConnection, { description: 'Vouches that you have given or got, newest first.' })
  async myVouches(
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<VouchType>> {
    const page = await this.queries.of(asPerson(principal).personId, pageOf(args));
    return connectionFrom(page, (row) => new VouchType(row));
  }

  @Mutation(() => VouchForPayload, {
    description:
      'Says that you have worked with a person, which is one of the ways to show that one is the same person for long (G26). It counts where others are known to lean on the project.',
  })
  @Refusals('PERSON_NOT_FOUND', 'TOO_MANY_VOUCHES', 'VOUCHER_NOT_ENTITLED', 'VOUCH_EXISTS')
  vouchFor(@Args('input') input: VouchForInput, @Context() context: GraphqlContext): Promise<VouchForPayload> {
    return this.answer(context, input, (principal) =>
      this.vouches.give(principal, {
        personId: parseId('usr', input.personId),
        projectId: parseId('prj', input.projectId),
        statement: input.statement,
      }),
    );
  }

  @Mutation(() => WithdrawVouchPayload, {
    description: 'Takes your word back. Requests that were submitted before are not touched.',
  })
  @Refusals('VOUCH_NOT_FOUND')
  withdrawVouch(
    @Args('input') input: WithdrawVouchInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawVouchPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('vch', input.vouchId);
      await this.vouches.withdraw(principal, id);
      return id;
    });
  }

  @ResolveField(() => PersonType, { description: 'Who is vouched for.' })
  person(@Parent() { personId }: VouchType, @Context() context: GraphqlContext): Promise<PersonType> {
    return this.personOf(context, personId);
  }

  @ResolveField(() => PersonType)
  voucher(@Parent() { voucherId }: VouchType, @Context() context: GraphqlContext): Promise<PersonType> {
    return this.personOf(context, voucherId);
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(@Parent() { projectId }: VouchType, @Context() context: GraphqlContext): Promise<ProjectType | null> {
    const row = await this.projects.load(context, projectId);
    return row && ProjectType.from(row);
  }

  private async personOf(context: GraphqlContext, id: string): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, id)));
  }

  private answer<Payload extends VouchPayload>(
    context: GraphqlContext,
    input: MutationInput,
    work: (principal: PersonPrincipal) => Promise<Id<'vch'>>,
  ): Promise<Payload> {
    return asPayload<VouchPayload>(context, input, { vouch: null }, async () => {
      const id = await work(asPerson(context.principal));
      return { vouch: new VouchType(present(await this.loader.load(context, id))) };
    }) as Promise<Payload>;
  }
}
