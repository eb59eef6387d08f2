import { Injectable } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import {
  ObjectVersions,
  Refusals,
  RequestLoader,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { ReviewPoolQueries, type ReviewFeeRow } from '../review-pool.queries.js';
import { ReviewPoolService } from '../review-pool.service.js';
import { ReviewsService } from '../reviews.service.js';
import { MilestoneType } from './milestone.types.js';
import { MilestoneLoader } from './milestones.loaders.js';
import {
  ApproveReviewPoolGiftInput,
  ApproveReviewPoolGiftPayload,
  GiveToReviewPoolInput,
  GiveToReviewPoolPayload,
  RejectReviewPoolGiftInput,
  RejectReviewPoolGiftPayload,
  ReviewFeeType,
  ReviewPoolGiftConnection,
  ReviewPoolGiftType,
  ReviewPoolGiftsArgs,
  ReviewPoolType,
  StepBackFromReviewInput,
  StepBackFromReviewPayload,
} from './review-pool.types.js';

@Injectable()
export class ReviewFeeLoader extends RequestLoader<ReviewFeeRow> {
  constructor(private readonly queries: ReviewPoolQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, ReviewFeeRow>> {
    return new Map((await this.queries.feesOf(keys)).map((row) => [row.milestoneId, row]));
  }
}

/** The pool that reviewers are paid from. */
@Resolver()
export class ReviewPoolResolver {
  constructor(
    private readonly pool: ReviewPoolService,
    private readonly queries: ReviewPoolQueries,
    versions: ObjectVersions,
  ) {
    versions.register(
      'approveReviewPoolGift',
      async ({ giftId }) => (await queries.gift(parseId('rpg', String(giftId))))?.status ?? null,
    );
  }

  @Query(() => [ReviewPoolType], { description: 'What the pool has, one entry for each currency. Public.' })
  async reviewPool(): Promise<ReviewPoolType[]> {
    return (await this.queries.balances()).map((balance) => ReviewPoolType.from(balance));
  }

  @Query(() => ReviewPoolGiftConnection, { description: 'What your organisation gave to the pool, newest first.' })
  async reviewPoolGifts(
    @Args() args: ReviewPoolGiftsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ReviewPoolGiftType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.giftsOf(id, pageOf(args)), (row) => ReviewPoolGiftType.from(row));
  }

  @Mutation(() => GiveToReviewPoolPayload, {
    description: 'Asks to give a part of the prepaid balance of your company or foundation to those who review.',
  })
  @Refusals('CURRENCY_NOT_HELD', 'NOT_POOL_GIVER', 'ORGANISATION_NOT_FOUND')
  giveToReviewPool(
    @Args('input') input: GiveToReviewPoolInput,
    @Context() context: GraphqlContext,
  ): Promise<GiveToReviewPoolPayload> {
    return asPayload<GiveToReviewPoolPayload>(context, input, { gift: null }, async () => {
      const { resultId } = await this.pool.ask(context.principal, {
        organisationId: parseId('org', input.organisationId),
        amount: moneyOf(input.amount),
        idempotencyKey: input.idempotencyKey,
      });
      return { gift: await this.found(resultId as Id<'rpg'>) };
    });
  }

  @Mutation(() => ApproveReviewPoolGiftPayload, {
    description: 'Needs FINANCE or ADMIN, and somebody other than who asked. The money goes to the pool.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'INSUFFICIENT_FUNDS',
    'MISSING_ROLE',
    'REVIEW_POOL_GIFT_NOT_FOUND',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
    'TERMS_NOT_ACCEPTED',
  )
  approveReviewPoolGift(
    @Args('input') input: ApproveReviewPoolGiftInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveReviewPoolGiftPayload> {
    return asPayload<ApproveReviewPoolGiftPayload>(context, input, { gift: null }, async () => {
      const id = parseId('rpg', input.giftId);
      await this.pool.approve(context.principal, id);
      return { gift: await this.found(id) };
    });
  }

  @Mutation(() => RejectReviewPoolGiftPayload, { description: 'Needs FINANCE or ADMIN. Nothing moves.' })
  @Refusals('ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'REVIEW_POOL_GIFT_NOT_FOUND')
  rejectReviewPoolGift(
    @Args('input') input: RejectReviewPoolGiftInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectReviewPoolGiftPayload> {
    return asPayload<RejectReviewPoolGiftPayload>(context, input, { gift: null }, async () => {
      const id = parseId('rpg', input.giftId);
      await this.pool.reject(context.principal, id);
      return { gift: await this.found(id) };
    });
  }

  private async found(id: Id<'rpg'>): Promise<ReviewPoolGiftType> {
    return ReviewPoolGiftType.from(present(await this.queries.gift(id)));
  }
}

/** What the pool adds to milestones. */
@Resolver(() => MilestoneType)
export class ReviewFeeResolver {
  constructor(
    private readonly reviews: ReviewsService,
    private readonly fees: ReviewFeeLoader,
    private readonly milestones: MilestoneLoader,
  ) {}

  @ResolveField(() => ReviewFeeType, {
    nullable: true,
    description: 'The fee of the newest review. Null before the first one, and where reviews are not paid at all.',
  })
  async reviewFee(
    @Parent() { milestoneId }: MilestoneType,
    @Context() context: GraphqlContext,
  ): Promise<ReviewFeeType | null> {
    const row = await this.fees.load(context, milestoneId);
    return row && ReviewFeeType.from(row);
  }

  @Mutation(() => StepBackFromReviewPayload, {
    description: 'Gives a review that you have taken back, so that somebody else can take it. It is not paid.',
  })
  @Refusals('CONFLICT_OF_INTEREST', 'ILLEGAL_TRANSITION', 'MILESTONE_NOT_FOUND')
  stepBackFromReview(
    @Args('input') input: StepBackFromReviewInput,
    @Context() context: GraphqlContext,
  ): Promise<StepBackFromReviewPayload> {
    return asPayload<StepBackFromReviewPayload>(context, input, { milestone: null }, async () => {
      const id = parseId('mil', input.milestoneId);
      await this.reviews.stepBack(context.principal, id);
      return { milestone: MilestoneType.from(present(await this.milestones.load(context, id))) };
    });
  }
}
