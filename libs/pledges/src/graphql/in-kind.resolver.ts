import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { OrganisationLoader, OrganisationType } from '#libs/identity/graphql';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import {
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
  type MoneyInput,
} from '#platform/graphql';
import { parseId, positiveAmount, present, type Id, type Money } from '#platform/kernel';
import { InKindQueries } from '../in-kind/in-kind.queries.js';
import { InKindService } from '../in-kind/in-kind.service.js';
import { InKindDeliveriesLoader, InKindLoader, InKindSumsLoader, inKindViewerOf } from './in-kind.loaders.js';
import {
  AcceptInKindInput,
  AcceptInKindPayload,
  ConfirmInKindDeliveryInput,
  ConfirmInKindDeliveryPayload,
  DeclineInKindPayload,
  EndInKindInput,
  InKindContributionConnection,
  InKindContributionType,
  InKindDeliveryType,
  InKindOfNeedArgs,
  InKindOfOrganisationArgs,
  InKindSumType,
  OfferInKindInput,
  OfferInKindPayload,
  WithdrawInKindPayload,
} from './in-kind.types.js';

const amountOf = ({ minor, currency }: MoneyInput): Money => positiveAmount(minor, currency);

/** Help in kind: who offers what, and what became of it. */
@Resolver(() => InKindContributionType)
export class InKindResolver {
  constructor(
    private readonly contributions: InKindService,
    private readonly queries: InKindQueries,
    private readonly loader: InKindLoader,
    private readonly needLoader: NeedLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('ikc', scoped('pledges:read'), async (id, context) => {
      const row = await loader.load(context, id);
      return row && InKindContributionType.from(row);
    });
  }

  @Query(() => InKindContributionType, {
    nullable: true,
    description: 'An offer in kind of an organisation that you belong to, or to a need of yours.',
  })
  async inKindContribution(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<InKindContributionType | null> {
    const row = await this.loader.load(context, parseId('ikc', id));
    return row && InKindContributionType.from(row);
  }

  @Query(() => InKindContributionConnection, {
    nullable: true,
    description: 'What is offered to a need in kind, newest first. Public, like the need.',
  })
  async needInKindContributions(
    @Args() args: InKindOfNeedArgs,
    @Context() context: GraphqlContext,
  ): Promise<ConnectionValue<InKindContributionType> | null> {
    const need = await this.needLoader.load(context, parseId('need', args.needId));
    if (!need) return null;
    const page = await this.queries.ofNeed(need.id, inKindViewerOf(context.principal), pageOf(args));
    return connectionFrom(page, (row) => InKindContributionType.from(row));
  }

  @Query(() => InKindContributionConnection, { description: 'What an organisation offers in kind, newest first.' })
  async organisationInKindContributions(
    @Args() args: InKindOfOrganisationArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<InKindContributionType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const page = await this.queries.ofOrganisation(id, args.status ?? null, inKindViewerOf(principal), pageOf(args));
    return connectionFrom(page, (row) => InKindContributionType.from(row));
  }

  @Mutation(() => OfferInKindPayload, { description: 'Offers hours or a thing to a need instead of money.' })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'CURRENCY_MISMATCH',
    'LAPSE_DATE_INVALID',
    'NEED_NOT_FOUND',
    'NEED_NOT_OPEN',
    'ORGANISATION_NOT_FOUND',
    'OWN_OFFER',
    'TERMS_NOT_ACCEPTED',
    'VALUE_SOURCE_MISSING',
  )
  offerInKind(@Args('input') input: OfferInKindInput, @Context() context: GraphqlContext): Promise<OfferInKindPayload> {
    return asPayload<OfferInKindPayload>(context, input, { contribution: null }, async () => {
      const { resultId } = await this.contributions.offer(context.principal, {
        needId: parseId('need', input.needId),
        organisationId: parseId('org', input.organisationId),
        kind: input.kind,
        amount: amountOf(input.amount),
        description: input.description,
        valueSource: input.valueSource ?? null,
        lapsesAt: input.lapsesAt ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      return { contribution: await this.found(context, resultId as Id<'ikc'>) };
    });
  }

  @Mutation(() => AcceptInKindPayload, { description: 'Says that your need takes what is offered.' })
  @Refusals('ILLEGAL_TRANSITION', 'IN_KIND_NOT_FOUND', 'OWN_OFFER')
  acceptInKind(
    @Args('input') input: AcceptInKindInput,
    @Context() context: GraphqlContext,
  ): Promise<AcceptInKindPayload> {
    return asPayload<AcceptInKindPayload>(context, input, { contribution: null }, async () => {
      const id = parseId('ikc', input.contributionId);
      await this.contributions.accept(context.principal, id);
      return { contribution: await this.found(context, id) };
    });
  }

  @Mutation(() => DeclineInKindPayload, { description: 'Says that your need does not take what is offered, and why.' })
  @Refusals('ILLEGAL_TRANSITION', 'IN_KIND_NOT_FOUND', 'OWN_OFFER')
  declineInKind(
    @Args('input') input: EndInKindInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclineInKindPayload> {
    return asPayload<DeclineInKindPayload>(context, input, { contribution: null }, async () => {
      const id = parseId('ikc', input.contributionId);
      await this.contributions.decline(context.principal, id, input.reason);
      return { contribution: await this.found(context, id) };
    });
  }

  @Mutation(() => ConfirmInKindDeliveryPayload, {
    description: 'Confirms that a part, or the rest, has arrived. Nobody of the organisation that gives can do it.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'CURRENCY_MISMATCH',
    'DELIVERY_ABOVE_OFFER',
    'ILLEGAL_TRANSITION',
    'IN_KIND_NOT_FOUND',
    'OWN_OFFER',
  )
  confirmInKindDelivery(
    @Args('input') input: ConfirmInKindDeliveryInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmInKindDeliveryPayload> {
    return asPayload<ConfirmInKindDeliveryPayload>(context, input, { contribution: null }, async () => {
      const contributionId = parseId('ikc', input.contributionId);
      await this.contributions.confirmDelivery(context.principal, {
        contributionId,
        amount: amountOf(input.amount),
        note: input.note,
        evidenceUrl: input.evidenceUrl ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      return { contribution: await this.found(context, contributionId) };
    });
  }

  @Mutation(() => WithdrawInKindPayload, { description: 'Takes back what is not delivered, and says why.' })
  @Refusals('ILLEGAL_TRANSITION', 'IN_KIND_NOT_FOUND')
  withdrawInKind(
    @Args('input') input: EndInKindInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawInKindPayload> {
    return asPayload<WithdrawInKindPayload>(context, input, { contribution: null }, async () => {
      const id = parseId('ikc', input.contributionId);
      await this.contributions.withdraw(context.principal, id, input.reason);
      return { contribution: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'ikc'>): Promise<InKindContributionType> {
    return InKindContributionType.from(present(await this.loader.load(context, id)));
  }
}

/** What belongs to an offer. */
@Resolver(() => InKindContributionType)
export class InKindFieldsResolver {
  constructor(
    private readonly deliveriesLoader: InKindDeliveriesLoader,
    private readonly needLoader: NeedLoader,
    private readonly organisationLoader: OrganisationLoader,
  ) {}

  @ResolveField(() => [InKindDeliveryType], {
    description: 'What has arrived, oldest first. For the organisation and the maintainer; empty for others.',
  })
  async deliveries(
    @Parent() { contributionId }: InKindContributionType,
    @Context() context: GraphqlContext,
  ): Promise<InKindDeliveryType[]> {
    const rows = await this.deliveriesLoader.load(context, contributionId);
    return (rows ?? []).map((row) => InKindDeliveryType.from(row));
  }

  @ResolveField(() => NeedType, { nullable: true })
  async need(
    @Parent() { needId }: InKindContributionType,
    @Context() context: GraphqlContext,
  ): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, needId);
    return row && NeedType.from(row);
  }

  @ResolveField(() => OrganisationType, { nullable: true, description: 'Null for one that is not named.' })
  async organisation(
    @Parent() { organisationId }: InKindContributionType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisationLoader.load(context, organisationId);
    return row && OrganisationType.from(row);
  }
}

@Resolver(() => NeedType)
export class NeedInKindResolver {
  constructor(private readonly sums: InKindSumsLoader) {}

  @ResolveField(() => [InKindSumType], {
    description: 'Help in kind, one entry for each unit. It stands beside the goal and is no part of it.',
  })
  async inKind(@Parent() { needId }: NeedType, @Context() context: GraphqlContext): Promise<InKindSumType[]> {
    return ((await this.sums.load(context, needId)) ?? []).map((row) => InKindSumType.from(row));
  }
}
