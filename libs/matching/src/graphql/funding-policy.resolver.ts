import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsIn, IsString } from 'class-validator';
import { assertBelongs } from '#libs/identity';
import { NEED_KINDS, type NeedKind } from '#libs/needs';
import { NeedKindEnum } from '#libs/needs/graphql';
import { MutationInput, MutationPayload, Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { clearanceOf, parseId } from '#platform/kernel';
import { FundingPolicyService } from '../rankings/funding-policy.service.js';

@InputType()
export class SetFundingPolicyInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => [NeedKindEnum], {
    description: 'Kinds that you fund, the one you care for most first. Empty: all kinds, security work first.',
  })
  @IsArray()
  @ArrayMaxSize(NEED_KINDS.length)
  @IsIn(NEED_KINDS, { each: true })
  needKinds!: NeedKind[];
}

@ObjectType()
export class SetFundingPolicyPayload extends MutationPayload {
  @Field(() => [NeedKindEnum], { nullable: true })
  needKinds!: NeedKind[] | null;
}

@Resolver()
export class FundingPolicyResolver {
  constructor(private readonly policies: FundingPolicyService) {}

  @Query(() => [NeedKindEnum], {
    description:
      'Kinds of needs that your organisation funds, the one it cares for most first; the ranking goes by it.',
  })
  async fundingPolicy(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<readonly string[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    return this.policies.of(clearanceOf(principal), id);
  }

  @Mutation(() => SetFundingPolicyPayload, {
    description:
      'Says which kinds of needs your organisation funds. Needs FINANCE or ADMIN. The ranking follows at once.',
  })
  @Refusals('DUPLICATE_NEED_KIND', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  setFundingPolicy(
    @Args('input') input: SetFundingPolicyInput,
    @Context() context: GraphqlContext,
  ): Promise<SetFundingPolicyPayload> {
    return asPayload<SetFundingPolicyPayload>(context, input, { needKinds: null }, async () => {
      const id = parseId('org', input.organisationId);
      await this.policies.set(context.principal, id, input.needKinds);
      return { needKinds: [...(await this.policies.of(clearanceOf(context.principal), id))] as NeedKind[] };
    });
  }
}
