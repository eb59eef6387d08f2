import {
  Args,
  ArgsType,
  Context,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { personOf } from '#libs/identity';
import {
  anyone,
  Refusals,
  asPayload,
  ConnectionArgs,
  connectionFrom,
  MutationInput,
  MutationPayload,
  NodeRegistry,
  pageOf,
  person,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, parseId, present, type Id } from '#platform/kernel';
import { CatalogQueries } from '../catalog.queries.js';
import { ClaimsService } from '../claims.service.js';
import { ProjectLoader } from './catalog.loaders.js';
import { ClaimType, ProjectConnection, ProjectType } from './project.type.js';

@ArgsType()
export class ProjectsArgs extends ConnectionArgs {
  @Field({ defaultValue: '', description: 'A part of the name or of the repository address.' })
  @IsString()
  @MaxLength(200)
  search!: string;
}

@InputType()
export class ClaimProjectInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class CheckClaimInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;
}

@ObjectType()
export class ClaimProjectPayload extends MutationPayload {
  @Field(() => ClaimType, { nullable: true })
  claim!: ClaimType | null;
}

@ObjectType()
export class CheckClaimPayload extends MutationPayload {
  @Field(() => ClaimType, { nullable: true })
  claim!: ClaimType | null;
}

@Resolver(() => ClaimType)
export class CatalogResolver {
  constructor(
    private readonly claims: ClaimsService,
    private readonly queries: CatalogQueries,
    private readonly projectLoader: ProjectLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('prj', anyone, async (id, context) => {
      const row = await projectLoader.load(context, id);
      return row && ProjectType.from(row);
    });
    nodes.register('clm', person, (id, { principal }) =>
      principal.kind === 'person' ? this.own(principal.personId, asId(id)) : Promise.resolve(null),
    );
  }

  @Query(() => ProjectConnection, { description: 'Projects by a part of their name or repository.' })
  async projects(@Args() args: ProjectsArgs): Promise<ConnectionValue<ProjectType>> {
    return connectionFrom(await this.queries.search(args.search, pageOf(args)), (row) => ProjectType.from(row));
  }

  @Query(() => ClaimType, { nullable: true, description: 'A claim of yours.' })
  claim(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<ClaimType | null> {
    return this.own(personOf(principal), parseId('clm', id));
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(@Parent() claim: ClaimType, @Context() context: GraphqlContext): Promise<ProjectType | null> {
    const row = await this.projectLoader.load(context, claim.projectId);
    return row && ProjectType.from(row);
  }

  @Mutation(() => ClaimProjectPayload, {
    description: 'Opens a claim to a project. The payload says which file proves it.',
  })
  @Refusals('CLAIM_EXISTS', 'PROJECT_NOT_FOUND', 'UNSUPPORTED_HOST')
  claimProject(
    @Args('input') input: ClaimProjectInput,
    @Context() context: GraphqlContext,
  ): Promise<ClaimProjectPayload> {
    return asPayload<ClaimProjectPayload>(context, input, { claim: null }, async () => {
      const id = await this.claims.open(context.principal, parseId('prj', input.projectId));
      return { claim: await this.own(personOf(context.principal), id) };
    });
  }

  @Mutation(() => CheckClaimPayload, {
    description: 'Asks for the file to be read. The status changes within seconds.',
  })
  @Refusals('CLAIM_NOT_FOUND', 'ILLEGAL_TRANSITION')
  checkClaim(@Args('input') input: CheckClaimInput, @Context() context: GraphqlContext): Promise<CheckClaimPayload> {
    return asPayload<CheckClaimPayload>(context, input, { claim: null }, async () => {
      const id = parseId('clm', input.claimId);
      await this.claims.requestCheck(context.principal, id);
      return { claim: present(await this.own(personOf(context.principal), id)) };
    });
  }

  private async own(personId: Id<'usr'>, id: Id<'clm'>): Promise<ClaimType | null> {
    const claim = await this.queries.claim(id);
    return claim?.personId === personId ? ClaimType.from(claim) : null;
  }
}
