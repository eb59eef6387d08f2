import {
  Args,
  ArgsType,
  Context,
  Extensions,
  Field,
  Float,
  HideField,
  ID,
  Int,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { NeedType } from '#libs/needs/graphql';
import {
  ConnectionArgs,
  PART_OF_ROW,
  connectionFrom,
  connectionType,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Messages } from '#platform/kernel';
import type { PriorityTier } from '../priority.js';
import { ExposedProjectsService, type ExposedRow } from '../rankings/exposed-projects.service.js';
import type { KnownProject } from '../rankings/known-project.js';
import { RankingService, type RankedRow } from '../rankings/ranking.service.js';
import { SCORE_1 } from '../score-1.js';
import { ProductExposureType, ScoreType, WhatIfType } from './score.types.js';

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

  @Extensions(PART_OF_ROW)
  @Field(() => [ExplanationTermType])
  terms!: ExplanationTermType[];
}

/** The three figures of a project for a company, which are never made one. */
@ObjectType({ isAbstract: true })
abstract class KnownProjectType {
  @Field(() => Float, { description: 'How the company depends on the project, 0 to 1.' })
  exposure!: number;

  @Extensions(PART_OF_ROW)
  @Field(() => [ProductExposureType], { description: 'Products that contain the project, strongest first.' })
  products!: ProductExposureType[];

  @Field(() => ScoreType, { description: 'How much the world depends on it.' })
  criticality!: ScoreType;

  @Field(() => ScoreType, {
    description:
      'How easily it could break; a band in one term, unless your organisation has a verified domain and has funded a need.',
  })
  fragility!: ScoreType;

  @Extensions(PART_OF_ROW)
  @Field(() => [WhatIfType], { description: 'What would help it, most first; empty without full fragility.' })
  whatIfs!: WhatIfType[];

  protected static figuresOf(known: KnownProject, messages: Messages): KnownProjectType {
    return {
      exposure: known.exposure.value,
      products: known.exposure.products.map((product) => ProductExposureType.from(product)),
      criticality: ScoreType.from(known.criticality, messages),
      fragility: ScoreType.from(known.fragility, messages),
      whatIfs: WhatIfType.of(known.full?.terms ?? [], messages),
    };
  }
}

@ObjectType('RankedNeed', {
  description: 'A need of a project that the company depends on, with its points and the sum that they are.',
})
export class RankedNeedType extends KnownProjectType {
  @Field(() => NeedType)
  need!: NeedType;

  @Field({ description: 'The version of the scoring method.' })
  methodId!: string;

  @Field(() => Int, { description: 'Tenths of a point, 0 to 1000.' })
  tenths!: number;

  @Field(() => tiers)
  tier!: PriorityTier;

  @Extensions(PART_OF_ROW)
  @Field(() => [ExplanationPartType])
  explanation!: ExplanationPartType[];

  static from(row: RankedRow, messages: Messages): RankedNeedType {
    const { need, priority } = row;
    return {
      ...this.figuresOf(row, messages),
      need: NeedType.from(need),
      methodId: priority.methodId,
      tenths: priority.tenths,
      tier: priority.tier,
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

@ObjectType('ExposedProject', {
  description:
    'A project that the company depends on and that asks for nothing, with the points that it has without a need.',
})
export class ExposedProjectType extends KnownProjectType {
  @HideField()
  projectId!: string;

  @Field({ description: 'The version of the scoring method.' })
  methodId!: string;

  @Field(() => Int, { description: 'Tenths of a point, 0 to 900.' })
  tenths!: number;

  static from(row: ExposedRow, messages: Messages): ExposedProjectType {
    const { projectId, tenths } = row;
    return { ...this.figuresOf(row, messages), projectId, methodId: SCORE_1.methodId, tenths };
  }
}

@ArgsType()
export class RankingArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

const RankedNeedConnection = connectionType(RankedNeedType, 'RankedNeed');
const ExposedProjectConnection = connectionType(ExposedProjectType, 'ExposedProject');

@Resolver(() => ExposedProjectType)
export class MatchingResolver {
  constructor(
    private readonly ranking: RankingService,
    private readonly exposed: ExposedProjectsService,
    private readonly projects: ProjectLoader,
  ) {}

  @Query(() => RankedNeedConnection, {
    description: 'Published needs of the projects that the company stands on, most important first.',
  })
  async rankedNeeds(
    @Args() args: RankingArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<RankedNeedType>> {
    const id = parseId('org', args.organisationId);
    return connectionFrom(await this.ranking.rankedNeeds(principal, id, pageOf(args)), (row) =>
      RankedNeedType.from(row, messages),
    );
  }

  @Query(() => ExposedProjectConnection, {
    description: 'Projects that the company stands on and that have no published need, most important first.',
  })
  async exposedProjects(
    @Args() args: RankingArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<ExposedProjectType>> {
    const id = parseId('org', args.organisationId);
    return connectionFrom(await this.exposed.page(principal, id, pageOf(args)), (row) =>
      ExposedProjectType.from(row, messages),
    );
  }

  @ResolveField(() => ProjectType)
  async project(@Parent() { projectId }: ExposedProjectType, @Context() context: GraphqlContext): Promise<ProjectType> {
    return ProjectType.from(present(await this.projects.load(context, projectId)));
  }
}
