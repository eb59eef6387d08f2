import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { ReviewerRecordsService } from '../cases/reviewer-records.service.js';
import { RoleGrantAnswers } from './role-grant-answers.js';
import {
  ProvisionRoleInput,
  ProvisionRolePayload,
  RecordRoleWorkInput,
  RecordRoleWorkPayload,
  ReportRoleProbationInput,
  ReportRoleProbationPayload,
  ConfirmRoleProbationInput,
  ConfirmRoleProbationPayload,
  MissRoleProbationInput,
  MissRoleProbationPayload,
  ConfirmRoleRecertificationInput,
  ConfirmRoleRecertificationPayload,
  ConfirmRoleReturnInput,
  ConfirmRoleReturnPayload,
  ConfirmRoleSuspensionInput,
  ConfirmRoleSuspensionPayload,
  ClearRoleHoldInput,
  ClearRoleHoldPayload,
} from './role-holding.types.js';

/** From the rights to their renewal, and what stops them. */
@Resolver()
export class RoleHoldingResolver {
  constructor(
    private readonly answers: RoleGrantAnswers,
    private readonly records: ReviewerRecordsService,
  ) {}

  @Mutation(() => ProvisionRolePayload, {
    description:
      'Gives a scope at the forge and says where you saw it there. It is held when two people have, one of them an owner or holder where there is one.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  provisionRole(
    @Args('input') input: ProvisionRoleInput,
    @Context() context: GraphqlContext,
  ): Promise<ProvisionRolePayload> {
    return this.answers.step(context, input, { type: 'provision', readBack: input.readBack });
  }

  @Mutation(() => ReportRoleProbationPayload, {
    description:
      'Says how a probation goes, as a reviewer or a steward of the project. The newest report is what its confirmation looks at.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN')
  reportRoleProbation(
    @Args('input') input: ReportRoleProbationInput,
    @Context() context: GraphqlContext,
  ): Promise<ReportRoleProbationPayload> {
    return this.answers.answer(context, input, async (principal) => {
      const id = parseId('rgr', input.roleGrantId);
      const { unreviewedChanges, meetsCriteria, findings } = input;
      await this.records.fileProbation(principal, id, { unreviewedChanges, meetsCriteria, findings });
      return id;
    });
  }

  @Mutation(() => RecordRoleWorkPayload, {
    description:
      'Says how many reviews and releases of a candidate you have found, as a reviewer or a steward of the project who is no sponsor: for what its history does not tell. The newest counts, and a request that has waited for it goes on.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN')
  recordRoleWork(
    @Args('input') input: RecordRoleWorkInput,
    @Context() context: GraphqlContext,
  ): Promise<RecordRoleWorkPayload> {
    return this.answers.answer(context, input, async (principal) => {
      const id = parseId('rgr', input.roleGrantId);
      const { usefulReviews, releasesAccompanied, links } = input;
      await this.records.recordWork(principal, id, { usefulReviews, releasesAccompanied, links });
      return id;
    });
  }

  @Mutation(() => ConfirmRoleProbationPayload, {
    description: 'Agrees that a probation is over. A sponsor and one other have to.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WAIT_NOT_OVER',
  )
  confirmRoleProbation(
    @Args('input') input: ConfirmRoleProbationInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmRoleProbationPayload> {
    return this.answers.step(context, input, { type: 'confirmProbation' });
  }

  @Mutation(() => MissRoleProbationPayload, {
    description:
      'Says that the work of a probation is missing, as a reviewer or a steward. It is given once more; the second time, said by somebody else, ends the scope without blame.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'ILLEGAL_TRANSITION',
    'LAST_ADMIN_HOLDER',
    'NOT_DECIDED',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WAIT_NOT_OVER',
  )
  missRoleProbation(
    @Args('input') input: MissRoleProbationInput,
    @Context() context: GraphqlContext,
  ): Promise<MissRoleProbationPayload> {
    return this.answers.step(context, input, { type: 'reportProbationMiss' });
  }

  @Mutation(() => ConfirmRoleRecertificationPayload, {
    description: 'Says that a scope is still needed. Its holder and a peer have to.',
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
  confirmRoleRecertification(
    @Args('input') input: ConfirmRoleRecertificationInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmRoleRecertificationPayload> {
    return this.answers.step(context, input, { type: 'confirmRecertification' });
  }

  @Mutation(() => ConfirmRoleReturnPayload, {
    description:
      'Agrees that a scope that fell asleep comes back, with half of a probation. Its holder and a peer have to.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  confirmRoleReturn(
    @Args('input') input: ConfirmRoleReturnInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmRoleReturnPayload> {
    return this.answers.step(context, input, { type: 'confirmReturn' });
  }

  @Mutation(() => ConfirmRoleSuspensionPayload, {
    description: 'Agrees with a suspension, as somebody who did not ask for it. With two it lasts for 14 days.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
  )
  confirmRoleSuspension(
    @Args('input') input: ConfirmRoleSuspensionInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmRoleSuspensionPayload> {
    return this.answers.step(context, input, { type: 'confirmSuspension' });
  }

  @Mutation(() => ClearRoleHoldPayload, {
    description:
      'Lets a request go on that was stopped, with a written answer, as a reviewer or a steward who is no sponsor. Two have to; of an objection one of them is a steward.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'TIME_OVER',
    'WRITTEN_REASON_MISSING',
  )
  clearRoleHold(
    @Args('input') input: ClearRoleHoldInput,
    @Context() context: GraphqlContext,
  ): Promise<ClearRoleHoldPayload> {
    return this.answers.step(context, input, { type: 'clearHold', reason: input.reason });
  }
}
