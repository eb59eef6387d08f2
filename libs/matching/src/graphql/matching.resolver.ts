import {
  Args,
  ArgsType,
  Context,
  Field,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { NeedType } from '#libs/needs/graphql';
import {
  ConnectionArgs,
  connectionFrom,
  connectionType,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, type Messages } from '#platform/kernel';
import type { PriorityTier } from '../priority.js';
import { RankingService, type RankedRow } from '../ranking.service.js';

const tiers: Record<PriorityTier, PriorityTier> = { HIGH: 'HIGH', MEDIUM: 'MEDIUM', LOW: 'LOW', UNRATED: 'UNRATED' };
registerEnumType(tiers, { name: 'PriorityTier', description: 'UNRATED: too little is known to say.' });

@ObjectType('ExplanationTerm')
export class ExplanationTermType {
  @Field({ description: 'Stable name of the term.' })
  term!: string;

  @Field()
  label!: string;

  @Field(() => Int, { description: 'Tenths of a point; the terms of a part add up to it.' })
  tenths!: number;
}

@ObjectType('ExplanationPart')
export class ExplanationPartType {
  @Field({ description: 'exposure, fragility, criticality or needFit.' })
  part!: string;

  @Field()
  label!: string;

  @Field(() => Int, { description: 'Tenths of a point; the parts add up to the total.' })
  tenths!: number;

  @Field(() => [ExplanationTermType])
  terms!: ExplanationTermType[];
}

@ObjectType('RankedNeed', {
  description: 'A need of a project that the company depends on, with its points and the sum that they are.',
})
export class RankedNeedType {
  @Field(() => NeedType)
  need!: NeedType;

  @Field({ description: 'The version of the scoring method.' })
  methodId!: string;

  @Field(() => Int, { description: 'Tenths of a point, 0 to 1000.' })
  tenths!: number;

  @Field(() => tiers)
  tier!: PriorityTier;

  @Field(() => Float, { description: 'How the company depends on the project, 0 to 1.' })
  exposure!: number;

  @Field(() => [ExplanationPartType])
  explanation!: ExplanationPartType[];

  static from({ need, priority, exposure }: RankedRow, messages: Messages): RankedNeedType {
    return {
      need: NeedType.from(need),
      methodId: priority.methodId,
      tenths: priority.tenths,
      tier: priority.tier,
      exposure,
      explanation: priority.parts.map(({ part, tenths, terms }) => ({
        part,
        tenths,
        label: messages.text(`matching.part.${part}`),
        terms: terms.map((term) => ({
          term: term.term,
          tenths: term.tenths,
          label: messages.text(`matching.term.${term.term}`),
        })),
      })),
    };
  }
}

@ArgsType()
export class RankedNeedsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

const RankedNeedConnection = connectionType(RankedNeedType, 'RankedNeed');

@Resolver()
export class MatchingResolver {
  constructor(private readonly ranking: RankingService) {}

  @Query(() => RankedNeedConnection, {
    description: 'Published needs of the projects that the company stands on, most important first.',
  })
  async rankedNeeds(
    @Args() args: RankedNeedsArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<RankedNeedType>> {
    const id = parseId('org', args.organisationId);
    return connectionFrom(await this.ranking.rankedNeeds(principal, id, pageOf(args)), (row) =>
      RankedNeedType.from(row, messages),
    );
  }
}
