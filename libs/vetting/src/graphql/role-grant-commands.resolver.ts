import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, type GraphqlContext } from '#platform/graphql';
import { asId, parseId } from '#platform/kernel';
import { RoleGrantsService } from '../cases/role-grants.service.js';
import {
  ConsentToRoleRequestInput,
  ConsentToRoleRequestPayload,
  GrantRoleInput,
  GrantRolePayload,
  RequestRoleInput,
  RequestRolePayload,
  StepDownFromRoleInput,
  StepDownFromRolePayload,
  SubmitRoleRequestInput,
  SubmitRoleRequestPayload,
  SuspendRoleInput,
  SuspendRolePayload,
  WithdrawRoleRequestInput,
  WithdrawRoleRequestPayload,
} from './role-grant.types.js';
import { RoleGrantAnswers } from './role-grant-answers.js';

/** Steps of people in the life of a grant. */
@Resolver()
export class RoleGrantCommandsResolver {
  constructor(
    private readonly grants: RoleGrantsService,
    private readonly answers: RoleGrantAnswers,
  ) {}

  @Mutation(() => RequestRolePayload, {
    description:
      'Begins a request for a scope, in your own name. It is a draft that nobody else sees until you submit it; `openGuards` says what it needs.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'GUARD_CLOSED', 'PROJECT_NOT_FOUND', 'ROLE_GRANT_OPEN', 'TIER_NOT_KNOWN')
  requestRole(@Args('input') input: RequestRoleInput, @Context() context: GraphqlContext): Promise<RequestRolePayload> {
    return this.answers.answer(context, input, async (principal) => {
      const { id } = await this.grants.request(principal, {
        projectId: parseId('prj', input.projectId),
        scope: input.scope,
      });
      return asId<'rgr'>(id);
    });
  }

  @Mutation(() => SubmitRoleRequestPayload, {
    description: 'Submits your request. Tier and policy of this day hold for it from now on, and everybody can see it.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WAIT_NOT_OVER',
  )
  submitRoleRequest(
    @Args('input') input: SubmitRoleRequestInput,
    @Context() context: GraphqlContext,
  ): Promise<SubmitRoleRequestPayload> {
    return this.answers.step(context, input, { type: 'submit' });
  }

  @Mutation(() => ConsentToRoleRequestPayload, {
    description:
      'Agrees, as somebody who speaks for the project, that a request is decided on. It gives no right, and is good for 14 days.',
  })
  @Refusals('NOT_PROJECT_OWNER', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN')
  consentToRoleRequest(
    @Args('input') input: ConsentToRoleRequestInput,
    @Context() context: GraphqlContext,
  ): Promise<ConsentToRoleRequestPayload> {
    return this.answers.answer(context, input, async (principal) => {
      const id = parseId('rgr', input.roleGrantId);
      await this.grants.consent(principal, id);
      return id;
    });
  }

  @Mutation(() => GrantRolePayload, {
    description: 'Gives a scope of a project of tier T3, as somebody who speaks for it. On all others peers decide.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'RISK_HOLD',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
    'WRITTEN_REASON_MISSING',
    'WRONG_TIER_PATH',
  )
  grantRole(@Args('input') input: GrantRoleInput, @Context() context: GraphqlContext): Promise<GrantRolePayload> {
    return this.answers.step(context, input, { type: 'grantByOwner', publicEntry: input.publicEntry });
  }

  @Mutation(() => WithdrawRoleRequestPayload, { description: 'Takes back a request that has given no right yet.' })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN')
  withdrawRoleRequest(
    @Args('input') input: WithdrawRoleRequestInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawRoleRequestPayload> {
    return this.answers.step(context, input, { type: 'withdraw' });
  }

  @Mutation(() => StepDownFromRolePayload, { description: 'Gives up a scope that you hold, with thanks and no blame.' })
  @Refusals('ACTOR_NOT_ENTITLED', 'ILLEGAL_TRANSITION', 'LAST_ADMIN_HOLDER', 'ROLE_GRANT_NOT_FOUND', 'TIER_NOT_KNOWN')
  stepDownFromRole(
    @Args('input') input: StepDownFromRoleInput,
    @Context() context: GraphqlContext,
  ): Promise<StepDownFromRolePayload> {
    return this.answers.step(context, input, { type: 'stepDown' });
  }

  @Mutation(() => SuspendRolePayload, {
    description:
      'Stops a scope at once, for 72 hours: for its holder (“I am compromised”), owners and other holders, stewards, and two operators. Without two more people who confirm it, it comes back by itself.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  suspendRole(@Args('input') input: SuspendRoleInput, @Context() context: GraphqlContext): Promise<SuspendRolePayload> {
    return this.answers.step(context, input, { type: 'suspend' });
  }
}
