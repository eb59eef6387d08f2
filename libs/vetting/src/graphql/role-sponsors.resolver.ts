import { Context, Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import type { GraphqlContext } from '#platform/graphql';
import { present } from '#platform/kernel';
import { RoleGrantType } from './role-grant.types.js';

@ObjectType('RoleSponsorship', { description: 'The word of somebody who stands for a request.' })
export class RoleSponsorshipType {
  readonly sponsorId!: string;

  @Field()
  statement!: string;

  @Field(() => [String])
  workedOn!: string[];

  @Field({ description: 'It counts towards the sponsors that the tier asks for.' })
  isCounted!: boolean;

  @Field(() => String, { nullable: true, description: 'Stable name of the reason; it is none against the person.' })
  notCountedReason!: string | null;
}

/** Who stands for a request, and who was asked and did not want to. */
@Resolver(() => RoleGrantType)
export class RoleSponsorsResolver {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => [RoleSponsorshipType])
  sponsors(@Parent() { sponsorships }: RoleGrantType): RoleSponsorshipType[] {
    return sponsorships.map(({ sponsor, statement, workedOn, notCounted }) =>
      Object.assign(new RoleSponsorshipType(), {
        ...{ sponsorId: sponsor, statement, workedOn: [...workedOn] },
        ...{ isCounted: notCounted === null, notCountedReason: notCounted },
      }),
    );
  }

  @ResolveField(() => [PersonType], {
    description:
      'Who was asked to sponsor it and did not want to; whoever sponsors it next says that they have read this.',
  })
  declinedBy(@Parent() { refusals }: RoleGrantType, @Context() context: GraphqlContext): Promise<PersonType[]> {
    return Promise.all(refusals.map(async (id) => PersonType.from(present(await this.people.load(context, id)))));
  }
}

@Resolver(() => RoleSponsorshipType)
export class RoleSponsorshipResolver {
  constructor(private readonly people: PersonLoader) {}

  @ResolveField(() => PersonType)
  async sponsor(@Parent() { sponsorId }: RoleSponsorshipType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, sponsorId)));
  }
}
