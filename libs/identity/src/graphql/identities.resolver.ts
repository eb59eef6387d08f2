import {
  Args,
  Context,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { LoginProviders } from '#platform/auth';
import { MutationPayload, SteppedUpInput, Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { formatId, parseId } from '#platform/kernel';
import { asPerson } from '../access.js';
import { IdentitiesService } from '../identities.service.js';
import { IdentityQueries } from '../identity.queries.js';
import { ViewerType } from './person.type.js';

@ObjectType('LinkedIdentity', { description: 'An account elsewhere with which you sign in here.' })
export class LinkedIdentityType {
  @Field(() => ID)
  id!: string;

  @Field({ description: 'Who vouches for it.' })
  issuer!: string;

  @Field({ description: 'Its number or id there; never a name or a mail address.' })
  subject!: string;

  @Field()
  linkedAt!: Date;
}

@ObjectType('SignInProvider', { description: 'Sign in at /auth/login?provider=ID.' })
export class SignInProviderType {
  @Field()
  id!: string;

  @Field()
  label!: string;
}

@InputType()
export class BeginIdentityLinkInput extends SteppedUpInput {
  @Field({ description: 'Id of a sign-in provider.' })
  @IsString()
  @MaxLength(50)
  provider!: string;
}

@ObjectType()
export class BeginIdentityLinkPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'Open it in this browser within five minutes; it works once.' })
  url!: string | null;
}

@InputType()
export class UnlinkIdentityInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  identityId!: string;
}

@ObjectType()
export class UnlinkIdentityPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  unlinkedId!: string | null;
}

@Resolver(() => ViewerType)
export class IdentitiesResolver {
  constructor(
    private readonly service: IdentitiesService,
    private readonly queries: IdentityQueries,
    private readonly providers: LoginProviders,
  ) {}

  @Query(() => [SignInProviderType], { description: 'Through whom people sign in here. Passkeys work besides.' })
  signInProviders(): SignInProviderType[] {
    return this.providers.all.map(({ id, label }) => ({ id, label }));
  }

  @ResolveField(() => [LinkedIdentityType], { nullable: true })
  async identities(@Context() { principal }: GraphqlContext): Promise<LinkedIdentityType[]> {
    const rows = await this.queries.identitiesOf(asPerson(principal).personId);
    return rows.map((row) => ({ ...row, id: formatId('ext', row.id) }));
  }

  @Mutation(() => BeginIdentityLinkPayload, { description: 'Begins to add another way of signing in.' })
  @Refusals('UNKNOWN_PROVIDER')
  beginIdentityLink(
    @Args('input') input: BeginIdentityLinkInput,
    @Context() context: GraphqlContext,
  ): Promise<BeginIdentityLinkPayload> {
    return asPayload<BeginIdentityLinkPayload>(context, input, { url: null }, async () => {
      const ticket = await this.service.beginLink(asPerson(context.principal), input.provider);
      return { url: `/auth/link?ticket=${ticket}` };
    });
  }

  @Mutation(() => UnlinkIdentityPayload, { description: 'Takes away a way of signing in; never the last one.' })
  @Refusals('IDENTITY_NOT_FOUND', 'LAST_WAY_IN')
  unlinkIdentity(
    @Args('input') input: UnlinkIdentityInput,
    @Context() context: GraphqlContext,
  ): Promise<UnlinkIdentityPayload> {
    return asPayload<UnlinkIdentityPayload>(context, input, { unlinkedId: null }, async () => {
      await this.service.unlink(asPerson(context.principal), parseId('ext', input.identityId));
      return { unlinkedId: input.identityId };
    });
  }
}
