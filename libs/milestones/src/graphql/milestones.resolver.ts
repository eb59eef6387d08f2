import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import {
  anyone,
  Refusals,
  asPayload,
  ConnectionArgs,
  connectionFrom,
  moneyOf,
  NodeRegistry,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { EvidenceService } from '../evidence.service.js';
import { MilestonesQueries } from '../milestones.queries.js';
import { PlansService } from '../plans.service.js';
import { ReviewsService } from '../reviews.service.js';
import {
  AcceptMilestonePayload,
  DecideMilestoneInput,
  EvidenceType,
  MilestoneConnection,
  MilestoneType,
  MoveMilestoneInput,
  MoveMilestonePayload,
  RequestChangesPayload,
  SetMilestonePlanInput,
  SetMilestonePlanPayload,
  StartReviewInput,
  StartReviewPayload,
  SubmitEvidenceInput,
  SubmitEvidencePayload,
} from './milestone.types.js';
import { EvidenceLoader, MilestoneLoader, MilestonesOfNeedLoader } from './milestones.loaders.js';

@Resolver(() => MilestoneType)
export class MilestonesResolver {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly reviews: ReviewsService,
    private readonly queries: MilestonesQueries,
    private readonly milestoneLoader: MilestoneLoader,
    private readonly evidenceLoader: EvidenceLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('mil', anyone, async (id, context) => {
      const row = await milestoneLoader.load(context, id);
      return row && MilestoneType.from(row);
    });
  }

  @Query(() => MilestoneConnection, { description: 'Milestones that wait for a reviewer, oldest first.' })
  async milestonesAwaitingReview(@Args() args: ConnectionArgs): Promise<ConnectionValue<MilestoneType>> {
    return connectionFrom(await this.queries.awaitingReview(pageOf(args)), (row) => MilestoneType.from(row));
  }

  @ResolveField('evidence', () => [EvidenceType])
  async submittedEvidence(
    @Parent() milestone: MilestoneType,
    @Context() context: GraphqlContext,
  ): Promise<EvidenceType[]> {
    return ((await this.evidenceLoader.load(context, milestone.milestoneId)) ?? []).map((row) =>
      EvidenceType.from(row),
    );
  }

  @Mutation(() => SubmitEvidencePayload, { description: 'Submits a file as evidence that the milestone is done.' })
  @Refusals(
    'EMBARGO_DATE_INVALID',
    'EVIDENCE_NOT_READY',
    'EVIDENCE_REUSED',
    'ILLEGAL_TRANSITION',
    'MILESTONE_NOT_FOUND',
    'NOT_PAYEE',
  )
  submitEvidence(
    @Args('input') input: SubmitEvidenceInput,
    @Context() context: GraphqlContext,
  ): Promise<SubmitEvidencePayload> {
    return this.change(context, input, (milestoneId) =>
      this.evidence.submit(context.principal, {
        milestoneId,
        uploadId: parseId('upl', input.uploadId),
        note: input.note,
        embargoedUntil: input.embargoedUntil ?? null,
        idempotencyKey: input.idempotencyKey,
      }),
    );
  }

  @Mutation(() => StartReviewPayload, {
    description: 'Takes the review. Needs the role REVIEWER in a foundation, and no tie to payer or payee.',
  })
  @Refusals('CONFLICT_OF_INTEREST', 'ILLEGAL_TRANSITION', 'MILESTONE_NOT_FOUND')
  startReview(@Args('input') input: StartReviewInput, @Context() context: GraphqlContext): Promise<StartReviewPayload> {
    return this.change(context, input, (milestoneId) => this.reviews.start(context.principal, milestoneId));
  }

  @Mutation(() => RequestChangesPayload, { description: 'Sends the milestone back to the maintainer.' })
  @Refusals('CONFLICT_OF_INTEREST', 'ILLEGAL_TRANSITION', 'MILESTONE_NOT_FOUND')
  requestChanges(
    @Args('input') input: DecideMilestoneInput,
    @Context() context: GraphqlContext,
  ): Promise<RequestChangesPayload> {
    return this.change(context, input, (milestoneId) =>
      this.reviews.requestChanges(context.principal, milestoneId, input.reasons),
    );
  }

  @Mutation(() => AcceptMilestonePayload, {
    description: 'Accepts the whole milestone: the fee is taken and the rest becomes payable.',
  })
  @Refusals('CONFLICT_OF_INTEREST', 'ILLEGAL_TRANSITION', 'MILESTONE_NOT_FOUND')
  acceptMilestone(
    @Args('input') input: DecideMilestoneInput,
    @Context() context: GraphqlContext,
  ): Promise<AcceptMilestonePayload> {
    return this.change(context, input, (milestoneId) =>
      this.reviews.accept(context.principal, milestoneId, input.reasons),
    );
  }

  private change(
    context: GraphqlContext,
    input: { readonly milestoneId: string; readonly clientMutationId?: string | null },
    act: (milestoneId: Id<'mil'>) => Promise<void>,
  ): Promise<SubmitEvidencePayload> {
    return asPayload<SubmitEvidencePayload>(context, input, { milestone: null }, async () => {
      const id = parseId('mil', input.milestoneId);
      await act(id);
      return { milestone: MilestoneType.from(present(await this.milestoneLoader.load(context, id))) };
    });
  }
}

/** What milestones add to needs. */
@Resolver(() => NeedType)
export class NeedPlanResolver {
  constructor(
    private readonly plans: PlansService,
    private readonly needLoader: NeedLoader,
    private readonly milestoneLoader: MilestoneLoader,
    private readonly planLoader: MilestonesOfNeedLoader,
  ) {}

  @ResolveField(() => [MilestoneType], { description: 'The plan, in its order.' })
  async milestones(@Parent() need: NeedType, @Context() context: GraphqlContext): Promise<MilestoneType[]> {
    return ((await this.planLoader.load(context, need.needId)) ?? []).map((row) => MilestoneType.from(row));
  }

  @Mutation(() => MoveMilestonePayload, {
    description:
      'Plans another day for the start of a milestone that is not submitted. Tranches that pay for it follow.',
  })
  @Refusals('MILESTONE_DONE', 'MILESTONE_NOT_FOUND', 'NEED_NOT_FOUND', 'NOT_NEED_OWNER')
  moveMilestone(
    @Args('input') input: MoveMilestoneInput,
    @Context() context: GraphqlContext,
  ): Promise<MoveMilestonePayload> {
    return asPayload<MoveMilestonePayload>(context, input, { milestone: null }, async () => {
      const id = parseId('mil', input.milestoneId);
      await this.plans.move(context.principal, id, input.startsOn);
      return { milestone: MilestoneType.from(present(await this.milestoneLoader.load(context, id))) };
    });
  }

  @Mutation(() => SetMilestonePlanPayload, {
    description: 'Sets or replaces the plan of a need that is not published. The sums have to make the goal.',
  })
  @Refusals('CURRENCY_MISMATCH', 'ILLEGAL_TRANSITION', 'NEED_NOT_FOUND', 'NOT_NEED_OWNER', 'PLAN_DOES_NOT_SUM')
  setMilestonePlan(
    @Args('input') input: SetMilestonePlanInput,
    @Context() context: GraphqlContext,
  ): Promise<SetMilestonePlanPayload> {
    return asPayload<SetMilestonePlanPayload>(context, input, { need: null }, async () => {
      const id = parseId('need', input.needId);
      const plan = input.milestones.map(({ title, deliverable, amount, startsOn }) => ({
        title,
        deliverable,
        amount: moneyOf(amount),
        startsOn: startsOn ?? null,
      }));
      await this.plans.set(context.principal, id, plan);
      return { need: NeedType.from(present(await this.needLoader.load(context, id))) };
    });
  }
}
