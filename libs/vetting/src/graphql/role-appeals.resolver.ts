import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { RoleGrantAnswers } from './role-grant-answers.js';
import {
  AppealRoleInput,
  AppealRolePayload,
  FormAppealPanelInput,
  FormAppealPanelPayload,
  HearAppealInput,
  HearAppealPayload,
  VoteOnAppealInput,
  VoteOnAppealPayload,
} from './role-holding.types.js';

/** Appeals against what was decided of a request or a scope, to people who had no part in it. */
@Resolver()
export class RoleAppealsResolver {
  constructor(private readonly answers: RoleGrantAnswers) {}

  @Mutation(() => AppealRolePayload, {
    description:
      'Appeals, as the candidate or holder, within 14 days of a rejection, a revocation, a suspension or a hold.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WRITTEN_REASON_MISSING',
  )
  appealRole(@Args('input') input: AppealRoleInput, @Context() context: GraphqlContext): Promise<AppealRolePayload> {
    return this.answers.step(context, input, { type: 'fileAppeal', reason: input.reason });
  }

  @Mutation(() => FormAppealPanelPayload, {
    description:
      'Names the panel of an appeal, as a steward: three people who neither voted, sponsored nor reviewed, nor are paid by a funder of the project.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'PERSON_NOT_FOUND',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  formAppealPanel(
    @Args('input') input: FormAppealPanelInput,
    @Context() context: GraphqlContext,
  ): Promise<FormAppealPanelPayload> {
    const panel = input.panel.map((id) => parseId('usr', id));
    return this.answers.step(context, input, { type: 'formPanel', panel });
  }

  @Mutation(() => HearAppealPayload, {
    description: 'Says, as a member of the panel, that both sides have been heard.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN', 'TIME_OVER')
  hearAppeal(@Args('input') input: HearAppealInput, @Context() context: GraphqlContext): Promise<HearAppealPayload> {
    return this.answers.step(context, input, { type: 'hearAppeal' });
  }

  @Mutation(() => VoteOnAppealPayload, {
    description: 'Decides an appeal, as a member of its panel; the majority counts.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  voteOnAppeal(
    @Args('input') input: VoteOnAppealInput,
    @Context() context: GraphqlContext,
  ): Promise<VoteOnAppealPayload> {
    return this.answers.step(context, input, { type: 'voteAppeal', decision: input.decision });
  }
}
