import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import { OrganisationLoader, OrganisationType } from '#libs/identity/graphql';
import {
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  NodeRegistry,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { PledgesQueries } from '../pledges.queries.js';
import { PledgesService } from '../pledges.service.js';
import {
  OrganisationPledgesArgs,
  PledgeConnection,
  PledgeType,
  SubmitPledgeInput,
  SubmitPledgePayload,
  WithdrawPledgeInput,
  WithdrawPledgePayload,
} from './pledge.type.js';
import { PledgeLoader } from './pledges.loaders.js';

@Resolver(() => PledgeType)
export class PledgesResolver {
  constructor(
    private readonly pledges: PledgesService,
    private readonly queries: PledgesQueries,
    private readonly pledgeLoader: PledgeLoader,
    private readonly needLoader: NeedLoader,
    private readonly organisationLoader: OrganisationLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('plg', scoped('pledges:read'), async (id, context) => {
      const row = await pledgeLoader.load(context, id);
      return row && PledgeType.from(row);
    });
  }

  @Query(() => PledgeType, { nullable: true, description: 'A pledge of an organisation that you belong to.' })
  async pledge(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<PledgeType | null> {
    const row = await this.pledgeLoader.load(context, parseId('plg', id));
    return row && PledgeType.from(row);
  }

  @Query(() => PledgeConnection, { description: 'Pledges of an organisation, newest first.' })
  async organisationPledges(
    @Args() args: OrganisationPledgesArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<PledgeType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.ofOrganisation(id, args.status ?? null, pageOf(args)), (row) =>
      PledgeType.from(row),
    );
  }

  @ResolveField(() => NeedType, { nullable: true })
  async need(@Parent() pledge: PledgeType, @Context() context: GraphqlContext): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, pledge.needId);
    return row && NeedType.from(row);
  }

  @ResolveField(() => OrganisationType, { nullable: true })
  async organisation(
    @Parent() pledge: PledgeType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisationLoader.load(context, pledge.organisationId);
    return row && OrganisationType.from(row);
  }

  @Mutation(() => SubmitPledgePayload, {
    description: 'Promises an amount. Somebody else of the organisation has to approve it before it is paid.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'BANK_NOT_OFFERED',
    'BILLING_DETAILS_MISSING',
    'CHARGE_TIME_NOT_OFFERED',
    'CURRENCY_MISMATCH',
    'NEED_NOT_FOUND',
    'NEED_NOT_OPEN',
    'ORGANISATION_NOT_FOUND',
    'PLEDGE_ABOVE_GOAL',
    'SAVED_METHOD_MISSING',
    'TERMS_NOT_ACCEPTED',
  )
  submitPledge(
    @Args('input') input: SubmitPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<SubmitPledgePayload> {
    return asPayload<SubmitPledgePayload>(context, input, { pledge: null }, async () => {
      const { resultId } = await this.pledges.submit(context.principal, {
        needId: parseId('need', input.needId),
        organisationId: parseId('org', input.organisationId),
        amount: moneyOf(input.amount),
        method: input.method,
        chargeTime: input.chargeTime,
        purchaseOrder: input.purchaseOrder ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      return { pledge: await this.found(context, resultId as Id<'plg'>) };
    });
  }

  @Mutation(() => WithdrawPledgePayload, { description: 'Takes a promise back that is not being paid yet.' })
  @Refusals('ILLEGAL_TRANSITION', 'PLEDGE_NOT_FOUND')
  withdrawPledge(
    @Args('input') input: WithdrawPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawPledgePayload> {
    return asPayload<WithdrawPledgePayload>(context, input, { pledge: null }, async () => {
      const id = parseId('plg', input.pledgeId);
      await this.pledges.withdraw(context.principal, id);
      return { pledge: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'plg'>): Promise<PledgeType> {
    return PledgeType.from(present(await this.pledgeLoader.load(context, id)));
  }
}
