import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import type { GraphqlContext } from '#platform/graphql';
import { OperatorGrantType, OperatorProposalType } from './operator.types.js';

@Resolver(() => OperatorProposalType)
export class OperatorProposalPeople {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who would get the right.' })
  beneficiary(@Parent() { beneficiaryId }: OperatorProposalType, @Context() context: GraphqlContext) {
    return this.found(context, beneficiaryId);
  }

  @ResolveField(() => PersonType, { nullable: true })
  proposedBy(@Parent() { proposerId }: OperatorProposalType, @Context() context: GraphqlContext) {
    return this.found(context, proposerId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Null until it is decided, and when it ran out.' })
  decidedBy(@Parent() { deciderId }: OperatorProposalType, @Context() context: GraphqlContext) {
    return deciderId === null ? null : this.found(context, deciderId);
  }

  private async found(context: GraphqlContext, personId: string): Promise<PersonType | null> {
    const row = await this.people.load(context, personId);
    return row && PersonType.from(row);
  }
}

@Resolver(() => OperatorGrantType)
export class OperatorGrantPerson {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType, { nullable: true })
  async person(
    @Parent() { personId }: OperatorGrantType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = await this.people.load(context, personId);
    return row && PersonType.from(row);
  }
}
