import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import {
  AcceptRoleInput,
  AcceptRolePayload,
  DeclineRoleInput,
  DeclineRolePayload,
  DeclineToSponsorInput,
  DeclineToSponsorPayload,
  ObjectToRoleInput,
  ObjectToRolePayload,
  ReviewRoleRequestInput,
  ReviewRoleRequestPayload,
  SponsorRoleInput,
  SponsorRolePayload,
  VoteOnRoleInput,
  VoteOnRolePayload,
} from './role-decisions.types.js';
import { RoleGrantAnswers } from './role-grant-answers.js';

/** From the first sponsor to the answer of the candidate. */
@Resolver()
export class RoleDecisionsResolver {
  constructor(private readonly answers: RoleGrantAnswers) {}

  @Mutation(() => SponsorRolePayload, {
    description:
      'Stands for a request, in your own name. Whether you count (`sponsors`) depends on how independent you are of the candidate and of other sponsors; your word stands in either case.',
  })
  @Refusals('GUARD_CLOSED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN', 'TIME_OVER')
  sponsorRole(@Args('input') input: SponsorRoleInput, @Context() context: GraphqlContext): Promise<SponsorRolePayload> {
    const { statement, workedOn } = input;
    const disclosed = input.disclosed.map((id) => parseId('usr', id));
    return this.answers.step(context, input, { type: 'confirmSponsorship', statement, workedOn, disclosed });
  }

  @Mutation(() => DeclineToSponsorPayload, {
    description: 'Says that you do not want to sponsor a request that you were asked to. The next sponsor is told.',
  })
  @Refusals('GUARD_CLOSED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN', 'TIME_OVER')
  declineToSponsor(
    @Args('input') input: DeclineToSponsorInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclineToSponsorPayload> {
    return this.answers.step(context, input, { type: 'declineSponsorship' });
  }

  @Mutation(() => ReviewRoleRequestPayload, {
    description:
      'Files the report on a request, as a reviewer of the project who is no sponsor of it. Whoever may vote is fixed by it, and everybody is told.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  reviewRoleRequest(
    @Args('input') input: ReviewRoleRequestInput,
    @Context() context: GraphqlContext,
  ): Promise<ReviewRoleRequestPayload> {
    const { reproducedBuilds, readDiffs, openSignals, benignExplanation } = input;
    const answers = { reproducedBuilds, readDiffs, openSignals, benignExplanation };
    return this.answers.step(context, input, { type: 'fileReview', answers });
  }

  @Mutation(() => ObjectToRolePayload, {
    description:
      'Stops the automatic way of a request with a reason, as an owner, a holder or a steward of the project. Two people who look at it let it go on, a steward among them.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WRITTEN_REASON_MISSING',
  )
  objectToRole(
    @Args('input') input: ObjectToRoleInput,
    @Context() context: GraphqlContext,
  ): Promise<ObjectToRolePayload> {
    return this.answers.step(context, input, { type: 'raiseObjection', reason: input.reason });
  }

  @Mutation(() => VoteOnRolePayload, {
    description:
      'Votes on a request, once and in secret; nobody sees how many have voted, or when. The two sums are told when the vote is closed.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  voteOnRole(@Args('input') input: VoteOnRoleInput, @Context() context: GraphqlContext): Promise<VoteOnRolePayload> {
    return this.answers.step(context, input, { type: 'castVote', choice: input.choice });
  }

  @Mutation(() => AcceptRolePayload, {
    description: 'Takes what was decided for you. Cooling-off begins; the scope is held when two people have given it.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  acceptRole(@Args('input') input: AcceptRoleInput, @Context() context: GraphqlContext): Promise<AcceptRolePayload> {
    return this.answers.step(context, input, { type: 'accept' });
  }

  @Mutation(() => DeclineRolePayload, {
    description: 'Does not take what was decided for you. It is no mark on you; you can ask again at once.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  declineRole(@Args('input') input: DeclineRoleInput, @Context() context: GraphqlContext): Promise<DeclineRolePayload> {
    return this.answers.step(context, input, { type: 'decline' });
  }
}
