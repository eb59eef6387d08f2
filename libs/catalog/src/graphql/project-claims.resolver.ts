import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  ObjectVersions,
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { isOperator, parseId, present, type Id } from '#platform/kernel';
import { NotMaintainerError } from '../catalog.errors.js';
import { CatalogQueries } from '../catalog.queries.js';
import { ClaimDecisions } from '../claim-decisions.service.js';
import { ClaimsQueries } from '../claims.queries.js';
import { ProjectLoader } from './catalog.loaders.js';
import {
  ClaimsOfArgs,
  ConfirmClaimInput,
  ConfirmClaimPayload,
  ContestClaimInput,
  ContestClaimPayload,
  ProjectClaimConnection,
  ProjectClaimType,
  ResolveClaimInput,
  ResolveClaimPayload,
} from './claim.type.js';
import { ProjectType } from './project.type.js';

/** What maintainers and operators see of the claims of others, and decide about them. */
@Resolver(() => ProjectClaimType)
export class ProjectClaimsResolver {
  constructor(
    private readonly decisions: ClaimDecisions,
    private readonly queries: ClaimsQueries,
    private readonly catalogue: CatalogQueries,
    private readonly people: PersonLoader,
    private readonly projectLoader: ProjectLoader,
    versions: ObjectVersions,
  ) {
    const version = async ({ claimId }: Readonly<Record<string, unknown>>): Promise<string | null> => {
      const claim = await queries.claim(parseId('clm', String(claimId)));
      return claim && `${claim.status} ${String(claim.version)}`;
    };
    versions.register('confirmClaim', version);
    versions.register('resolveClaim', version);
  }

  @Query(() => ProjectClaimConnection, {
    description: 'Proved claims to a project, newest first: for its maintainers, and for OPERATOR_ADMIN.',
  })
  async claimsOf(
    @Args() args: ClaimsOfArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<ProjectClaimType>> {
    const projectId = parseId('prj', args.projectId);
    const isAllowed =
      isOperator(principal, ['operator_admin']) || (await this.catalogue.isMaintainer(personOf(principal), projectId));
    if (!isAllowed) throw new NotMaintainerError();
    const page = await this.queries.ofProject(projectId, pageOf(args));
    return connectionFrom(page, (claim) => ProjectClaimType.from(claim));
  }

  @Query(() => ProjectClaimConnection, {
    description: 'Contested claims, newest first. Needs OPERATOR_ADMIN.',
  })
  async claimsToResolve(@Args() args: ConnectionArgs): Promise<ConnectionValue<ProjectClaimType>> {
    return connectionFrom(await this.queries.contested(pageOf(args)), (claim) => ProjectClaimType.from(claim));
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(@Parent() claim: ProjectClaimType, @Context() context: GraphqlContext): Promise<ProjectType | null> {
    const row = await this.projectLoader.load(context, claim.projectId);
    return row && ProjectType.from(row);
  }

  @ResolveField(() => PersonType, { nullable: true })
  claimant(@Parent() { claimantId }: ProjectClaimType, @Context() context: GraphqlContext) {
    return this.person(context, claimantId);
  }

  @ResolveField(() => PersonType, { nullable: true })
  contester(@Parent() { contesterId }: ProjectClaimType, @Context() context: GraphqlContext) {
    return contesterId === null ? null : this.person(context, contesterId);
  }

  @Mutation(() => ConfirmClaimPayload, {
    description: 'A maintainer welcomes a newcomer, who then acts for the project at once.',
  })
  @Refusals('CLAIM_NOT_FOUND', 'ILLEGAL_TRANSITION')
  confirmClaim(
    @Args('input') input: ConfirmClaimInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmClaimPayload> {
    return asPayload<ConfirmClaimPayload>(context, input, { projectClaim: null }, async () => {
      const id = parseId('clm', input.claimId);
      await this.decisions.confirm(context.principal, id);
      return { projectClaim: await this.found(id) };
    });
  }

  @Mutation(() => ContestClaimPayload, {
    description:
      'A maintainer speaks against a newcomer, within 14 days of the proof. The claim gives no rights until an operator has decided.',
  })
  @Refusals('CLAIM_NOT_FOUND', 'CONTEST_TIME_OVER', 'ILLEGAL_TRANSITION')
  contestClaim(
    @Args('input') input: ContestClaimInput,
    @Context() context: GraphqlContext,
  ): Promise<ContestClaimPayload> {
    return asPayload<ContestClaimPayload>(context, input, { projectClaim: null }, async () => {
      const id = parseId('clm', input.claimId);
      await this.decisions.contest(context.principal, id, input.reason);
      return { projectClaim: await this.found(id) };
    });
  }

  @Mutation(() => ResolveClaimPayload, {
    description: 'Decides a contested claim. Whoever claims or maintains the project cannot.',
  })
  @Refusals('CLAIM_NOT_FOUND', 'ILLEGAL_TRANSITION', 'OWN_CLAIM')
  resolveClaim(
    @Args('input') input: ResolveClaimInput,
    @Context() context: GraphqlContext,
  ): Promise<ResolveClaimPayload> {
    return asPayload<ResolveClaimPayload>(context, input, { projectClaim: null }, async () => {
      const id = parseId('clm', input.claimId);
      const { resolution, reason } = input;
      await this.decisions.resolve(context.principal, id, { resolution, reason });
      return { projectClaim: await this.found(id) };
    });
  }

  private async found(id: Id<'clm'>): Promise<ProjectClaimType> {
    return ProjectClaimType.from(present(await this.queries.claim(id)));
  }

  private async person(context: GraphqlContext, personId: string): Promise<PersonType | null> {
    const row = await this.people.load(context, personId);
    return row && PersonType.from(row);
  }
}
