import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { asPerson } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  anyone,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present } from '#platform/kernel';
import { RoleGrantsQueries } from '../cases/role-grants.queries.js';
import { RoleGrantsService } from '../cases/role-grants.service.js';
import { OpenGuardType, RoleGrantConnection, RoleGrantType, RoleGrantsArgs } from './role-grant.types.js';
import { RoleGrantLoader } from './role-grants.loaders.js';

/** Who asks for what in a project, and who holds it. */
@Resolver(() => RoleGrantType)
export class RoleGrantsResolver {
  constructor(
    private readonly queries: RoleGrantsQueries,
    private readonly grants: RoleGrantsService,
    private readonly loader: RoleGrantLoader,
    private readonly projects: ProjectLoader,
    private readonly people: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('rgr', anyone, async (id, context) => {
      const row = await loader.load(context, id);
      return row && new RoleGrantType(row);
    });
  }

  @Query(() => RoleGrantType, { nullable: true })
  async roleGrant(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<RoleGrantType | null> {
    const row = await this.loader.load(context, parseId('rgr', id));
    return row && new RoleGrantType(row);
  }

  @Query(() => RoleGrantConnection, { description: 'Requests and scopes of one project, newest first.' })
  async roleGrants(
    @Args() args: RoleGrantsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<RoleGrantType>> {
    const viewerId = principal.kind === 'anonymous' ? null : principal.personId;
    const filter = { scope: args.scope ?? null, status: args.status ?? null };
    const page = await this.queries.ofProject(parseId('prj', args.projectId), viewerId, filter, pageOf(args));
    return connectionFrom(page, (row) => new RoleGrantType(row));
  }

  @Query(() => RoleGrantConnection, { description: 'What you have asked for in any project, newest first.' })
  async myRoleGrants(
    @Args() args: ConnectionArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<RoleGrantType>> {
    const page = await this.queries.ofCandidate(asPerson(principal).personId, pageOf(args));
    return connectionFrom(page, (row) => new RoleGrantType(row));
  }

  @Query(() => [OpenGuardType], {
    nullable: true,
    description:
      'What stands between a request and its next step: the rule, why, from when on it can be different, and who can act. For the candidate, and for owners and stewards of the project; null for all others.',
  })
  async openGuards(
    @Args('roleGrantId', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<OpenGuardType[] | null> {
    const guards = await this.grants.openGuards(asPerson(principal), parseId('rgr', id));
    return guards?.map((guard) => OpenGuardType.from(guard)) ?? null;
  }

  @ResolveField(() => ProjectType, { nullable: true })
  async project(
    @Parent() { projectId }: RoleGrantType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = await this.projects.load(context, projectId);
    return row && ProjectType.from(row);
  }

  @ResolveField(() => PersonType, {
    description: 'Whoever asks; the name is told where the person has agreed to that.',
  })
  async candidate(@Parent() { candidateId }: RoleGrantType, @Context() context: GraphqlContext): Promise<PersonType> {
    return PersonType.from(present(await this.people.load(context, candidateId)));
  }
}
