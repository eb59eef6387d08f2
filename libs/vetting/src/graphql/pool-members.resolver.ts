import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  NodeRegistry,
  Refusals,
  anyone,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
  type MutationInput,
} from '#platform/graphql';
import { asId, parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { PoolMembersQueries } from '../pool/pool-members.queries.js';
import type { PoolProfile } from '../pool/pool-members.repository.js';
import { PoolMembersService } from '../pool/pool-members.service.js';
import {
  ApplyToPoolInput,
  ApplyToPoolPayload,
  DecideOnPoolMemberInput,
  DecideOnPoolMemberPayload,
  LeavePoolInput,
  LeavePoolPayload,
  PoolDecisionType,
  PoolMemberConnection,
  PoolMemberType,
  PoolMembersArgs,
  UpdatePoolMembershipInput,
  UpdatePoolMembershipPayload,
  type PoolMemberPayload,
  type PoolProfileInput,
} from './pool-member.types.js';

/** People who sit for projects. */
@Resolver(() => PoolMemberType)
export class PoolMembersResolver {
  constructor(
    private readonly queries: PoolMembersQueries,
    private readonly members: PoolMembersService,
    private readonly people: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('plm', anyone, async (id) => {
      const [row] = await queries.byIds([id]);
      return row === undefined ? null : new PoolMemberType(row);
    });
  }

  @Query(() => PoolMemberConnection, {
    description: 'People who sit for projects, who would, and who did, newest application first.',
  })
  async poolMembers(@Args() args: PoolMembersArgs): Promise<ConnectionValue<PoolMemberType>> {
    const page = await this.queries.list({ kind: args.kind ?? null, status: args.status ?? null }, pageOf(args));
    return connectionFrom(page, (row) => new PoolMemberType(row));
  }

  @Mutation(() => ApplyToPoolPayload, {
    description:
      'Offers to sit for projects. Two people take you in: stewards of the pool, or those who run the installation as long as there are few.',
  })
  @Refusals('POOL_MEMBER_EXISTS')
  applyToPool(@Args('input') input: ApplyToPoolInput, @Context() context: GraphqlContext): Promise<ApplyToPoolPayload> {
    return this.answer(context, input, (principal) =>
      this.members.apply(principal, input.kind, profileOf(input.profile)),
    );
  }

  @Mutation(() => UpdatePoolMembershipPayload, {
    description: 'Says anew what you say of yourself. Seats that you have stay.',
  })
  @Refusals('POOL_MEMBER_NOT_FOUND')
  updatePoolMembership(
    @Args('input') input: UpdatePoolMembershipInput,
    @Context() context: GraphqlContext,
  ): Promise<UpdatePoolMembershipPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('plm', input.poolMemberId);
      await this.members.update(principal, id, profileOf(input.profile));
      return id;
    });
  }

  @Mutation(() => LeavePoolPayload, {
    description: 'Ends it, and all seats of this kind with it. You can apply again.',
  })
  @Refusals('POOL_MEMBER_NOT_FOUND')
  leavePool(@Args('input') input: LeavePoolInput, @Context() context: GraphqlContext): Promise<LeavePoolPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('plm', input.poolMemberId);
      await this.members.withdraw(principal, id);
      return id;
    });
  }

  @Mutation(() => DecideOnPoolMemberPayload, {
    description:
      'Takes somebody into the pool, keeps them out, or puts them out, as a steward of the pool or as somebody who runs the installation. It is done when two have said so, one of them a steward once there are three.',
  })
  @Refusals('ACTOR_NOT_ENTITLED', 'ALREADY_SIGNED', 'ILLEGAL_TRANSITION', 'POOL_MEMBER_NOT_FOUND')
  decideOnPoolMember(
    @Args('input') input: DecideOnPoolMemberInput,
    @Context() context: GraphqlContext,
  ): Promise<DecideOnPoolMemberPayload> {
    return this.answer(context, input, async (principal) => {
      const id = parseId('plm', input.poolMemberId);
      await this.members.decide(principal, id, input.decision, input.reason);
      return id;
    });
  }

  @ResolveField(() => PersonType)
  async person(@Parent() { personId }: PoolMemberType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, asId(personId))));
  }

  private answer<Payload extends PoolMemberPayload>(
    context: GraphqlContext,
    input: MutationInput,
    work: (principal: PersonPrincipal) => Promise<Id<'plm'>>,
  ): Promise<Payload> {
    return asPayload<PoolMemberPayload>(context, input, { poolMember: null }, async () => {
      const [row] = await this.queries.byIds([await work(asPerson(context.principal))]);
      return { poolMember: new PoolMemberType(present(row ?? null)) };
    }) as Promise<Payload>;
  }
}

@Resolver(() => PoolDecisionType)
export class PoolDecisionResolver {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType)
  async by(@Parent() { personId }: PoolDecisionType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, asId(personId))));
  }
}

function profileOf({ tiedProjectIds, tiedOrganisationIds, ratePerHour, ...profile }: PoolProfileInput): PoolProfile {
  const rate = ratePerHour == null ? null : moneyOf(ratePerHour);
  return {
    ...profile,
    tiedProjects: tiedProjectIds.map((id) => parseId('prj', id)),
    tiedOrganisations: tiedOrganisationIds.map((id) => parseId('org', id)),
    rate: rate && { minor: rate.minor.toString(), currency: rate.currency },
  };
}
