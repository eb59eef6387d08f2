import { Args, Context, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { OrganisationLoader, OrganisationType, PersonLoader, PersonType } from '#libs/identity/graphql';
import { personOf } from '#libs/identity';
import { assertPageSize } from '#platform/database';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId, parsePayee } from '#platform/kernel';
import { PayeeNotFoundError } from '../need.errors.js';
import { NeedsQueries } from '../needs.queries.js';
import { PayeesService } from '../payees.service.js';
import { NeedType } from './need.type.js';
import { NeedLoader, PayeesOfNeedLoader, viewerOf } from './needs.loaders.js';
import {
  AcceptPayeePayload,
  DecidePayeeInput,
  DeclinePayeePayload,
  NeedPayeeType,
  SetNeedPayeesInput,
  SetNeedPayeesPayload,
} from './payee.types.js';

/** Who is paid for a need. */
@Resolver(() => NeedPayeeType)
export class PayeesResolver {
  constructor(
    private readonly payees: PayeesService,
    private readonly queries: NeedsQueries,
    private readonly needLoader: NeedLoader,
    private readonly personLoader: PersonLoader,
    private readonly organisationLoader: OrganisationLoader,
  ) {}

  @Query(() => [NeedPayeeType], {
    description: 'Needs that you, or an organisation of yours, are asked to be paid for, newest first.',
  })
  async payeeProposals(
    @Args('first', { type: () => Int }) first: number,
    @Context() { principal }: GraphqlContext,
  ): Promise<NeedPayeeType[]> {
    assertPageSize(first);
    return (await this.queries.proposedTo(viewerOf(principal), first)).map((row) => NeedPayeeType.from(row));
  }

  @ResolveField(() => NeedType, { nullable: true })
  async need(@Parent() { needId }: NeedPayeeType, @Context() context: GraphqlContext): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, needId);
    return row && NeedType.from(row);
  }

  @ResolveField(() => PersonType, { nullable: true })
  async person(@Parent() { payee }: NeedPayeeType, @Context() context: GraphqlContext): Promise<PersonType | null> {
    const row = payee.kind === 'person' ? await this.personLoader.load(context, payee.id) : null;
    return row && PersonType.from(row);
  }

  @ResolveField(() => OrganisationType, { nullable: true })
  async organisation(
    @Parent() { payee }: NeedPayeeType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = payee.kind === 'organisation' ? await this.organisationLoader.load(context, payee.id) : null;
    return row && OrganisationType.from(row);
  }

  @Mutation(() => SetNeedPayeesPayload, {
    description: 'Says who is paid for your need, until it is published. Everybody but you has to agree.',
  })
  @Refusals('HOST_NOT_OF_PROJECT', 'NEED_NOT_FOUND', 'NOT_NEED_OWNER', 'PAYEES_FIXED', 'PAYEE_NOT_FOUND', 'PAYEE_TWICE')
  setNeedPayees(
    @Args('input') input: SetNeedPayeesInput,
    @Context() context: GraphqlContext,
  ): Promise<SetNeedPayeesPayload> {
    return asPayload<SetNeedPayeesPayload>(context, input, { need: null }, async () => {
      const proposed = input.payees.map(({ payeeId, weight, forProject }) => ({
        payee: parsePayee(payeeId),
        weight,
        forProject: forProject === true,
      }));
      await this.payees.propose(context.principal, parseId('need', input.needId), proposed);
      return { need: await this.find(context, input.needId) };
    });
  }

  @Mutation(() => AcceptPayeePayload, {
    description: 'Agrees to be paid for a need. Needs the accepted terms of receivers.',
  })
  @Refusals(
    'MISSING_ROLE',
    'NEED_NOT_FOUND',
    'ORGANISATION_NOT_FOUND',
    'PAYEES_FIXED',
    'PAYEE_NOT_FOUND',
    'TERMS_NOT_ACCEPTED',
  )
  acceptPayee(@Args('input') input: DecidePayeeInput, @Context() context: GraphqlContext): Promise<AcceptPayeePayload> {
    return asPayload<AcceptPayeePayload>(context, input, { need: null }, async () => {
      await this.decide(context, input, true);
      return { need: await this.find(context, input.needId) };
    });
  }

  @Mutation(() => DeclinePayeePayload, { description: 'Says no to being paid for a need.' })
  @Refusals('MISSING_ROLE', 'NEED_NOT_FOUND', 'ORGANISATION_NOT_FOUND', 'PAYEES_FIXED', 'PAYEE_NOT_FOUND')
  declinePayee(
    @Args('input') input: DecidePayeeInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclinePayeePayload> {
    return asPayload<DeclinePayeePayload>(context, input, { need: null }, async () => {
      await this.decide(context, input, false);
      return { need: await this.find(context, input.needId) };
    });
  }

  private async decide(context: GraphqlContext, input: DecidePayeeInput, accepts: boolean): Promise<void> {
    const payee = parsePayee(input.payeeId);
    // Nobody decides for another person; whose share it is stays unknown.
    if (payee.kind === 'person' && payee.id !== personOf(context.principal)) throw new PayeeNotFoundError();
    await this.payees.decide(context.principal, parseId('need', input.needId), payee, accepts);
  }

  /** Null for a draft that is not the caller's any more: whoever has said no sees it no longer. */
  private async find(context: GraphqlContext, needId: string): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, parseId('need', needId));
    return row && NeedType.from(row);
  }
}

@Resolver(() => NeedType)
export class NeedPayeesResolver {
  constructor(private readonly loader: PayeesOfNeedLoader) {}

  @ResolveField(() => [NeedPayeeType], { description: 'Who is paid for it.' })
  async payees(@Parent() { needId }: NeedType, @Context() context: GraphqlContext): Promise<NeedPayeeType[]> {
    return ((await this.loader.load(context, needId)) ?? []).map((row) => NeedPayeeType.from(row));
  }
}
