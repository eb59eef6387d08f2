import { Args, ArgsType, Context, Field, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import {
  ConnectionArgs,
  NodeRegistry,
  Refusals,
  anyone,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { packageKey, parseId, parsePackageUrl } from '#platform/kernel';
import { CatalogQueries } from '../catalog.queries.js';
import { PackageConfirmations } from '../package-confirmations.service.js';
import { ProjectLoader } from './catalog.loaders.js';
import {
  ProjectConnection,
  ProjectPackageConnection,
  ProjectPackageType,
  ProjectPackagesArgs,
  ProjectType,
  SetPackageConfirmedInput,
  SetPackageConfirmedPayload,
} from './project.type.js';

@ArgsType()
export class ProjectsArgs extends ConnectionArgs {
  @Field({ defaultValue: '', description: 'A part of the name or of the repository address.' })
  @IsString()
  @MaxLength(200)
  search!: string;
}

@Resolver(() => ProjectType)
export class CatalogResolver {
  constructor(
    private readonly queries: CatalogQueries,
    private readonly packages: PackageConfirmations,
    projectLoader: ProjectLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('prj', anyone, async (id, context) => {
      const row = await projectLoader.load(context, id);
      return row && ProjectType.from(row);
    });
  }

  @Query(() => ProjectConnection, { description: 'Projects by a part of their name or repository.' })
  async projects(@Args() args: ProjectsArgs): Promise<ConnectionValue<ProjectType>> {
    return connectionFrom(await this.queries.search(args.search, pageOf(args)), (row) => ProjectType.from(row));
  }

  @Query(() => ProjectPackageConnection, { description: 'Packages that lead to a project, by their package URLs.' })
  async projectPackages(@Args() args: ProjectPackagesArgs): Promise<ConnectionValue<ProjectPackageType>> {
    const page = await this.queries.packages(parseId('prj', args.projectId), pageOf(args));
    return connectionFrom(page, (row) => ProjectPackageType.from(row));
  }

  @Mutation(() => SetPackageConfirmedPayload, {
    description:
      'A maintainer says whether a package, which the catalogue leads to the project, is published from its repository.',
  })
  @Refusals('INVALID_PURL', 'NOT_MAINTAINER', 'PACKAGE_NOT_OF_PROJECT')
  setPackageConfirmed(
    @Args('input') input: SetPackageConfirmedInput,
    @Context() context: GraphqlContext,
  ): Promise<SetPackageConfirmedPayload> {
    return asPayload<SetPackageConfirmedPayload>(context, input, { projectPackage: null }, async () => {
      const { packageUrl, isConfirmed } = input;
      const key = packageKey(parsePackageUrl(packageUrl));
      const projectId = parseId('prj', input.projectId);
      await this.packages.set(context.principal, { projectId, packageKey: key, isConfirmed });
      const links = await this.queries.resolve([{ key, repositoryUrl: null }]);
      return { projectPackage: ProjectPackageType.from({ key, ...links.get(key)! }) };
    });
  }
}
