import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, type GraphqlContext, type MutationInput } from '#platform/graphql';
import { parseId, type Id, type PersonPrincipal } from '#platform/kernel';
import { RemovalsService } from '../removals/removals.service.js';
import { RoleGrantAnswers } from './role-grant-answers.js';
import type { RoleGrantPayload } from './role-grant.types.js';
import {
  ProposeRoleRemovalInput,
  ProposeRoleRemovalPayload,
  VoteOnRoleRemovalInput,
  VoteOnRoleRemovalPayload,
  WithdrawRoleRemovalInput,
  WithdrawRoleRemovalPayload,
} from './role-removal.types.js';

/** Taking a scope from somebody who does not give it up. */
@Resolver()
export class RoleRemovalsResolver {
  constructor(
    private readonly answers: RoleGrantAnswers,
    private readonly removals: RemovalsService,
  ) {}

  @Mutation(() => ProposeRoleRemovalPayload, {
    description:
      'Proposes to take a scope from its holder, as an owner, another holder or a steward, with written reasons. Its holder is told at once, a vote begins after seven days, and three quarters of those who may vote have to.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'ROLE_REMOVAL_OPEN',
    'ROLE_REMOVAL_ROLL_TOO_SMALL',
    'TIER_NOT_KNOWN',
  )
  proposeRoleRemoval(
    @Args('input') input: ProposeRoleRemovalInput,
    @Context() context: GraphqlContext,
  ): Promise<ProposeRoleRemovalPayload> {
    return this.answer(context, input, (principal, id) => this.removals.propose(principal, id, input.reasons));
  }

  @Mutation(() => VoteOnRoleRemovalPayload, {
    description: 'Votes on the open motion about a scope, once and in secret. Without quorum or majority it stays.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ALREADY_SIGNED',
    'GUARD_CLOSED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'ROLE_REMOVAL_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  voteOnRoleRemoval(
    @Args('input') input: VoteOnRoleRemovalInput,
    @Context() context: GraphqlContext,
  ): Promise<VoteOnRoleRemovalPayload> {
    return this.answer(context, input, (principal, id) => this.removals.vote(principal, id, input.choice));
  }

  @Mutation(() => WithdrawRoleRemovalPayload, {
    description: 'Takes back the open motion about a scope, as whoever proposed it.',
  })
  @Refusals(
    'ACTOR_NOT_ENTITLED',
    'ILLEGAL_TRANSITION',
    'ROLE_GRANT_NOT_FOUND',
    'ROLE_REMOVAL_NOT_FOUND',
    'TIER_NOT_KNOWN',
  )
  withdrawRoleRemoval(
    @Args('input') input: WithdrawRoleRemovalInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawRoleRemovalPayload> {
    return this.answer(context, input, (principal, id) => this.removals.withdraw(principal, id));
  }

  private answer<Payload extends RoleGrantPayload>(
    context: GraphqlContext,
    input: MutationInput & { readonly roleGrantId: string },
    work: (principal: PersonPrincipal, id: Id<'rgr'>) => Promise<void>,
  ): Promise<Payload> {
    return this.answers.answer(context, input, async (principal) => {
      const id = parseId('rgr', input.roleGrantId);
      await work(principal, id);
      return id;
    });
  }
}
