import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { assertBelongs } from '#libs/identity';
import { PledgeLoader, PledgeType } from '#libs/pledges/graphql';
import {
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { StandingOffersQueries } from '../standing/standing-offers.queries.js';
import { StandingOffersService } from '../standing/standing-offers.service.js';
import {
  OpenStandingOfferInput,
  OpenStandingOfferPayload,
  StandingOfferConnection,
  StandingOfferType,
  StandingOffersArgs,
  WaitingOffersType,
  WithdrawStandingOfferInput,
  WithdrawStandingOfferPayload,
} from './standing-offer.types.js';
import { StandingOfferLoader, WaitingOffersLoader } from './standing-offers.loaders.js';

/** What an organisation offers to projects that ask for nothing. */
@Resolver(() => StandingOfferType)
export class StandingOffersResolver {
  constructor(
    private readonly queries: StandingOffersQueries,
    private readonly loader: StandingOfferLoader,
    private readonly projects: ProjectLoader,
    private readonly pledges: PledgeLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('sof', scoped('pledges:read'), async (id, context) => {
      const row = await loader.load(context, id);
      return row && StandingOfferType.from(row);
    });
  }

  @Query(() => StandingOfferType, {
    nullable: true,
    description: 'A standing offer of an organisation that you belong to.',
  })
  async standingOffer(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<StandingOfferType | null> {
    const row = await this.loader.load(context, parseId('sof', id));
    return row && StandingOfferType.from(row);
  }

  @Query(() => StandingOfferConnection, { description: 'Standing offers of an organisation, newest first.' })
  async standingOffers(
    @Args() args: StandingOffersArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<StandingOfferType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const projectId = args.projectId == null ? null : parseId('prj', args.projectId);
    const page = await this.queries.ofOrganisation(id, { status: args.status ?? null, projectId }, pageOf(args));
    return connectionFrom(page, (row) => StandingOfferType.from(row));
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(
    @Parent() { projectId }: StandingOfferType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = await this.projects.load(context, projectId);
    return row && ProjectType.from(row);
  }

  @ResolveField(() => PledgeType, { nullable: true, description: 'What it became when a need took it.' })
  async pledge(
    @Parent() { pledgeRowId }: StandingOfferType,
    @Context() context: GraphqlContext,
  ): Promise<PledgeType | null> {
    const row = pledgeRowId === null ? null : await this.pledges.load(context, pledgeRowId);
    return row && PledgeType.from(row);
  }
}

@Resolver()
export class StandingOfferCommandsResolver {
  constructor(
    private readonly offers: StandingOffersService,
    private readonly loader: StandingOfferLoader,
  ) {}

  @Mutation(() => OpenStandingOfferPayload, {
    description:
      'Promises an amount to the first need that a project publishes. No money moves: it becomes a pledge in your name then, which somebody else of your organisation has to approve. For FINANCE and ADMIN. The maintainers see the sum of all such offers, and not whose they are.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'CURRENCY_NOT_HELD',
    'MISSING_ROLE',
    'ORGANISATION_NOT_FOUND',
    'PROJECT_HAS_NEED',
    'PROJECT_NOT_FOUND',
    'STANDING_OFFER_EXISTS',
    'TERMS_NOT_ACCEPTED',
  )
  openStandingOffer(
    @Args('input') input: OpenStandingOfferInput,
    @Context() context: GraphqlContext,
  ): Promise<OpenStandingOfferPayload> {
    return asPayload<OpenStandingOfferPayload>(context, input, { standingOffer: null }, async () => {
      const { resultId } = await this.offers.open(context.principal, {
        organisationId: parseId('org', input.organisationId),
        projectId: parseId('prj', input.projectId),
        amount: moneyOf(input.amount),
        method: input.method,
        purchaseOrder: input.purchaseOrder ?? null,
        isNamed: input.isNamed,
        idempotencyKey: input.idempotencyKey,
      });
      return { standingOffer: await this.found(context, resultId as Id<'sof'>) };
    });
  }

  @Mutation(() => WithdrawStandingOfferPayload, {
    description: 'Takes back an offer that no need has taken. For FINANCE and ADMIN.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'STANDING_OFFER_NOT_FOUND')
  withdrawStandingOffer(
    @Args('input') input: WithdrawStandingOfferInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawStandingOfferPayload> {
    return asPayload<WithdrawStandingOfferPayload>(context, input, { standingOffer: null }, async () => {
      const id = parseId('sof', input.standingOfferId);
      await this.offers.withdraw(context.principal, id);
      return { standingOffer: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'sof'>): Promise<StandingOfferType> {
    return StandingOfferType.from(present(await this.loader.load(context, id)));
  }
}

@Resolver(() => ProjectType)
export class WaitingOffersResolver {
  constructor(private readonly waiting: WaitingOffersLoader) {}

  @ResolveField(() => WaitingOffersType, {
    nullable: true,
    description:
      'Amounts that companies offer to the first need of this project. Its maintainers see the sum of all. Others see named offers and their own, and the rest from five organisations up that have a verified domain and have funded a need. Null when there is nothing to tell.',
  })
  async waitingOffers(
    @Parent() { id }: ProjectType,
    @Context() context: GraphqlContext,
  ): Promise<WaitingOffersType | null> {
    const waiting = await this.waiting.load(context, parseId('prj', id));
    return waiting && WaitingOffersType.from(waiting);
  }
}
