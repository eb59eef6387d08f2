import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { Messages, parseId, present, type Id } from '#platform/kernel';
import { ManifestExports } from '../manifests/manifest-exports.js';
import { ManifestsQueries } from '../manifests/manifests.queries.js';
import { ManifestsService } from '../manifests/manifests.service.js';
import { FundingManifestsLoader, personIdOf } from './catalog.loaders.js';
import {
  DiscardFundingManifestInput,
  DiscardFundingManifestPayload,
  ExportFundingManifestArgs,
  FundingManifestExportType,
  FundingManifestType,
  FundingManifestWarningType,
  ImportFundingManifestInput,
  ImportFundingManifestPayload,
  PublishFundingManifestInput,
  PublishFundingManifestPayload,
} from './funding-manifest.types.js';
import { ProjectType } from './project.type.js';

/** What a maintainer does with files about the funding of a project. */
@Resolver(() => FundingManifestType)
export class FundingManifestsResolver {
  constructor(
    private readonly manifests: ManifestsService,
    private readonly queries: ManifestsQueries,
    private readonly exports: ManifestExports,
    private readonly messages: Messages,
  ) {}

  @Query(() => FundingManifestExportType, {
    nullable: true,
    description:
      'A manifest of the project as a file: the published one, for a maintainer the draft if there is one. Null when there is none.',
  })
  exportFundingManifest(
    @Args() { projectId, format }: ExportFundingManifestArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<FundingManifestExportType | null> {
    const personId = personIdOf(principal);
    return this.exports.of({ projectId: parseId('prj', projectId), format, personId });
  }

  @ResolveField(() => [FundingManifestWarningType])
  warnings(@Parent() { warningCounts }: FundingManifestType): FundingManifestWarningType[] {
    return warningCounts.map(({ code, count }) => ({
      code,
      count,
      message: this.messages.text(`catalog.manifestWarning.${code}`),
    }));
  }

  @Mutation(() => ImportFundingManifestPayload, {
    description:
      'A maintainer imports FUNDING.yml, funding.json or package.json as a draft. Mail addresses are left out. The same bytes again are no work.',
  })
  @Refusals(
    'FUNDING_AMOUNT_INEXACT',
    'FUNDING_MANIFEST_EMPTY',
    'FUNDING_MANIFEST_INVALID',
    'FUNDING_MANIFEST_IS_POINTER',
    'FUNDING_MANIFEST_OF_DRIPS',
    'FUNDING_MANIFEST_TOO_LARGE',
    'FUNDING_MANIFEST_UNKNOWN',
    'FUNDING_MANIFEST_VERSION_UNSUPPORTED',
    'MALFORMED_JSON',
    'MALFORMED_YAML',
    'NOT_MAINTAINER',
    'TOO_DEEP',
    'UNKNOWN_CURRENCY',
    'YAML_ALIAS_FORBIDDEN',
  )
  importFundingManifest(
    @Args('input') input: ImportFundingManifestInput,
    @Context() context: GraphqlContext,
  ): Promise<ImportFundingManifestPayload> {
    return asPayload<ImportFundingManifestPayload>(context, input, { fundingManifest: null }, async () => {
      const { projectId, fileName, content } = input;
      const id = await this.manifests.import(context.principal, parseId('prj', projectId), fileName, content);
      return { fundingManifest: await this.own(context, id) };
    });
  }

  @Mutation(() => PublishFundingManifestPayload, {
    description:
      'A maintainer says that a draft is right. Everybody sees its channels and plans from now on; nothing is paid by it.',
  })
  @Refusals('FUNDING_MANIFEST_NOT_FOUND', 'ILLEGAL_TRANSITION', 'NOT_MAINTAINER')
  publishFundingManifest(
    @Args('input') input: PublishFundingManifestInput,
    @Context() context: GraphqlContext,
  ): Promise<PublishFundingManifestPayload> {
    return asPayload<PublishFundingManifestPayload>(context, input, { fundingManifest: null }, async () => {
      const id = parseId('fmn', input.fundingManifestId);
      await this.manifests.publish(context.principal, id);
      return { fundingManifest: await this.own(context, id) };
    });
  }

  @Mutation(() => DiscardFundingManifestPayload, {
    description: 'A maintainer takes a draft or a published manifest away. Nothing of what was in it is kept.',
  })
  @Refusals('FUNDING_MANIFEST_NOT_FOUND', 'ILLEGAL_TRANSITION', 'NOT_MAINTAINER')
  discardFundingManifest(
    @Args('input') input: DiscardFundingManifestInput,
    @Context() context: GraphqlContext,
  ): Promise<DiscardFundingManifestPayload> {
    return asPayload<DiscardFundingManifestPayload>(context, input, { fundingManifestId: null }, async () => {
      const { fundingManifestId } = input;
      await this.manifests.discard(context.principal, parseId('fmn', fundingManifestId));
      return { fundingManifestId };
    });
  }

  private async own({ principal }: GraphqlContext, id: Id<'fmn'>): Promise<FundingManifestType> {
    return FundingManifestType.from(present(await this.queries.ofMaintainer(id, personOf(principal))));
  }
}

/** What everybody sees of them. */
@Resolver(() => ProjectType)
export class ProjectFundingResolver {
  constructor(private readonly manifests: FundingManifestsLoader) {}

  @ResolveField(() => [FundingManifestType], {
    description:
      'What the project says of its funding elsewhere: of each kind of file the published one, and for its maintainers the draft.',
  })
  async fundingManifests(
    @Parent() project: ProjectType,
    @Context() context: GraphqlContext,
  ): Promise<FundingManifestType[]> {
    const stored = await this.manifests.load(context, parseId('prj', project.id));
    return (stored ?? []).map((manifest) => FundingManifestType.from(manifest));
  }
}
