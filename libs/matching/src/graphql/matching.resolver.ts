import {
  Args,
  ArgsType,
  Context,
  Extensions,
  Field,
  Float,
  ID,
  Info,
  Int,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { IsIn, IsOptional, IsString } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { NEED_KINDS, type NeedKind } from '#libs/needs';
import { NeedHeadType, NeedKindEnum, NeedLoader, NeedType, asksForWholeNeed } from '#libs/needs/graphql';
import {
  ConnectionArgs,
  PART_OF_ROW,
  connectionFrom,
  connectionType,
  pageOf,
  selectedNames,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id, type Messages } from '#platform/kernel';
import type { ExplanationPart, ExplanationTerm, PriorityTier } from '../priority.js';
import { ExposedProjectsService, type ExposedRow } from '../rankings/exposed-projects.service.js';
import type { KnownProject } from '../rankings/known-project.js';
import { RankingService, type RankedRow } from '../rankings/ranking.service.js';
import { SCORE_1 } from '../score-1.js';
import { ProductExposureType, ScoreType, WhatIfType } from './score.types.js';

const tiers: Record<PriorityTier, PriorityTier> = { HIGH: 'HIGH', MEDIUM: 'MEDIUM', LOW: 'LOW', UNRATED: 'UNRATED' };
registerEnumType(tiers, { name: 'PriorityTier', description: 'UNRATED: too little is known to say.' });

@ObjectType('ExplanationTerm')
export class ExplanationTermType {
  constructor(
    private readonly of: ExplanationTerm,
    private readonly messages: Messages,
  ) {}

  @Field({ description: 'Stable name of the term.' })
  get term(): string {
    return this.of.term;
  }

  @Field()
  get label(): string {
    return this.messages.text(`matching.term.${this.of.term}`);
  }

  @Field(() => Int, { description: 'Tenths of a point; the terms of a part add up to it.' })
  get tenths(): number {
    return this.of.tenths;
  }
}

@ObjectType('ExplanationPart')
export class ExplanationPartType {
  constructor(
    private readonly of: ExplanationPart,
    private readonly messages: Messages,
  ) {}

  @Field({ description: 'exposure, fragility, criticality or needFit.' })
  get part(): string {
    return this.of.part;
  }

  @Field()
  get label(): string {
    return this.messages.text(`matching.part.${this.of.part}`);
  }

  @Field(() => Int, { description: 'Tenths of a point; the parts add up to the total.' })
  get tenths(): number {
    return this.of.tenths;
  }

  @Extensions(PART_OF_ROW)
  @Field(() => [ExplanationTermType])
  get terms(): ExplanationTermType[] {
    return this.of.terms.map((term) => new ExplanationTermType(term, this.messages));
  }
}

/**
 * The three figures of a project for a company, which are never made one. Made when they are asked for: a page of fifty that asks for
 * none of them would else be made of some thousand objects that nobody reads.
 */
@ObjectType({ isAbstract: true })
abstract class KnownProjectType {
  constructor(
    protected readonly known: KnownProject,
    protected readonly messages: Messages,
  ) {}

  @Field(() => Float, { description: 'How the company depends on the project, 0 to 1.' })
  get exposure(): number {
    return this.known.exposure.value;
  }

  @Extensions(PART_OF_ROW)
  @Field(() => [ProductExposureType], { description: 'Products that contain the project, strongest first.' })
  get products(): ProductExposureType[] {
    return this.known.exposure.products.map((product) => ProductExposureType.from(product));
  }

  @Field(() => ScoreType, { description: 'How much the world depends on it.' })
  get criticality(): ScoreType {
    return ScoreType.from(this.known.criticality, this.messages);
  }

  @Field(() => ScoreType, {
    description:
      'How easily it could break; a band in one term, unless your organisation has a verified domain and has funded a need.',
  })
  get fragility(): ScoreType {
    return ScoreType.from(this.known.fragility, this.messages);
  }

  @Extensions(PART_OF_ROW)
  @Field(() => [WhatIfType], { description: 'What would help it, most first; empty without full fragility.' })
  get whatIfs(): WhatIfType[] {
    return WhatIfType.of(this.known.full?.terms ?? [], this.messages);
  }

  @Field({ description: 'The version of the scoring method.' })
  get methodId(): string {
    return SCORE_1.methodId;
  }
}

@ObjectType('RankedNeed', {
  description: 'A need of a project that the company depends on, with its points and the sum that they are.',
})
export class RankedNeedType extends KnownProjectType {
  constructor(
    private readonly row: RankedRow,
    /** Of its need, where the document asks for more than the head. */
    private readonly whole: NeedType | null,
    messages: Messages,
  ) {
    super(row, messages);
  }

  @Field(() => NeedType)
  get need(): NeedHeadType {
    return this.whole ?? new NeedHeadType(this.row.need);
  }

  @Field(() => Int, { description: 'Tenths of a point, 0 to 1000.' })
  get tenths(): number {
    return this.row.priority.tenths;
  }

  @Field(() => tiers)
  get tier(): PriorityTier {
    return this.row.priority.tier;
  }

  @Extensions(PART_OF_ROW)
  @Field(() => [ExplanationPartType])
  get explanation(): ExplanationPartType[] {
    return this.row.priority.parts.map((part) => new ExplanationPartType(part, this.messages));
  }
}

@ObjectType('ExposedProject', {
  description:
    'A project that the company depends on and that asks for nothing, with the points that it has without a need.',
})
export class ExposedProjectType extends KnownProjectType {
  constructor(
    private readonly row: ExposedRow,
    messages: Messages,
  ) {
    super(row, messages);
  }

  get projectId(): string {
    return this.row.projectId;
  }

  @Field(() => Int, { description: 'Tenths of a point, 0 to 900.' })
  get tenths(): number {
    return this.row.tenths;
  }
}

@ArgsType()
export class RankingArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID, { nullable: true, description: 'Only what this product of the organisation depends on.' })
  @IsOptional()
  @IsString()
  productId?: string | null;
}

@ArgsType()
export class RankedNeedsArgs extends RankingArgs {
  @Field(() => NeedKindEnum, { nullable: true })
  @IsOptional()
  @IsIn(NEED_KINDS)
  kind?: NeedKind | null;

  @Field(() => tiers, { nullable: true, description: 'HIGH is given to nobody who may know bands alone.' })
  @IsOptional()
  @IsIn(Object.keys(tiers))
  tier?: PriorityTier | null;
}

const RankedNeedConnection = connectionType(RankedNeedType, 'RankedNeed');
const ExposedProjectConnection = connectionType(ExposedProjectType, 'ExposedProject');

@Resolver(() => ExposedProjectType)
export class MatchingResolver {
  constructor(
    private readonly ranking: RankingService,
    private readonly exposed: ExposedProjectsService,
    private readonly projects: ProjectLoader,
    private readonly needs: NeedLoader,
  ) {}

  @Query(() => RankedNeedConnection, {
    description: 'Published needs of the projects that the company stands on, most important first.',
  })
  async rankedNeeds(
    @Args() args: RankedNeedsArgs,
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue<RankedNeedType>> {
    const { principal, messages } = context;
    const id = parseId('org', args.organisationId);
    const filter = { productId: productOf(args), kind: args.kind ?? null, tier: args.tier ?? null };
    const selected = selectedNames(info);
    const page = await this.ranking.rankedNeeds(principal, id, pageOf(args), { ...figuresOf(selected), filter });
    if (!asksForWholeNeed(info.schema, selected))
      return connectionFrom(page, (row) => new RankedNeedType(row, null, messages));
    const whole = await Promise.all(page.rows.map(({ need }) => this.needs.load(context, need.id)));
    // A need that has been withdrawn since the ranking was read is left out.
    const left = [...page.rows.keys()].filter((at) => whole[at] !== null);
    return connectionFrom({ ...page, rows: left, cursorAt: (at) => page.cursorAt(left[at]!) }, (at) => {
      const need = NeedType.from(present(whole[at]));
      return new RankedNeedType(page.rows[at]!, need, messages);
    });
  }

  @Query(() => ExposedProjectConnection, {
    description: 'Projects that the company stands on and that have no published need, most important first.',
  })
  async exposedProjects(
    @Args() args: RankingArgs,
    @Context() { principal, messages }: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue<ExposedProjectType>> {
    const id = parseId('org', args.organisationId);
    return connectionFrom(
      await this.exposed.page(principal, id, pageOf(args), {
        ...figuresOf(selectedNames(info)),
        filter: { productId: productOf(args) },
      }),
      (row) => new ExposedProjectType(row, messages),
    );
  }

  @ResolveField(() => ProjectType)
  async project(@Parent() { projectId }: ExposedProjectType, @Context() context: GraphqlContext): Promise<ProjectType> {
    return ProjectType.from(present(await this.projects.load(context, projectId)));
  }
}

function productOf({ productId }: RankingArgs): Id<'prd'> | null {
  return productId ? parseId('prd', productId) : null;
}

/** Fields that show the figures behind the terms. */
const WITH_FIGURES = ['criticality', 'fragility', 'whatIfs'];

function figuresOf(selected: ReadonlySet<string>): { readonly withFigures: boolean } {
  return { withFigures: WITH_FIGURES.some((name) => selected.has(name)) };
}
