import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import type { GraphqlContext } from '#platform/graphql';
import { parseId, present } from '#platform/kernel';
import { RoleCasesQueries } from '../cases/role-cases.queries.js';
import { RoleCaseType, RoleReviewType } from './role-case.types.js';

@Resolver(() => RoleReviewType)
export class RoleCasesResolver {
  constructor(
    private readonly cases: RoleCasesQueries,
    private readonly people: PersonLoader,
  ) {}

  @Query(() => RoleCaseType, {
    nullable: true,
    description: 'A request as those see it who have a part in it; null for all others.',
  })
  async roleCase(
    @Args('roleGrantId', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<RoleCaseType | null> {
    const viewer = asPerson(principal);
    const found = await this.cases.find(viewer, parseId('rgr', id));
    return found && RoleCaseType.from(found, viewer.personId);
  }

  @ResolveField(() => PersonType)
  async reviewer(@Parent() { reviewer }: RoleReviewType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, reviewer)));
  }
}
