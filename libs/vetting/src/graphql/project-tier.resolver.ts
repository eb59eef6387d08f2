import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { asPerson } from '#libs/identity';
import {
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
  type MutationInput,
} from '#platform/graphql';
import { parseId, present, type Id, type PersonPrincipal } from '#platform/kernel';
import { ProjectTierQueries } from '../tiers/project-tier.queries.js';
import { ProjectTiersService } from '../tiers/project-tiers.service.js';
import {
  ChooseStricterTierInput,
  ChooseStricterTierPayload,
  ConsentToLowerTierInput,
  ConsentToLowerTierPayload,
  ProjectTierRecordType,
  ProposeLowerTierInput,
  ProposeLowerTierPayload,
  StateProjectContextInput,
  StateProjectContextPayload,
  TierChangeConnection,
  TierChangeType,
  TierChangesArgs,
  type ProjectTierPayload,
} from './project-tier.types.js';

/** How much leans on a project, and who may say so. */
@Resolver()
export class ProjectTierResolver {
  constructor(
    private readonly tiers: ProjectTiersService,
    private readonly queries: ProjectTierQueries,
  ) {}

  @Query(() => ProjectTierRecordType, {
    nullable: true,
    description: 'How much leans on a project, with the evidence and what is missing of it. Null for no project.',
  })
  async projectTier(@Args('projectId', { type: () => ID }) id: string): Promise<ProjectTierRecordType | null> {
    const view = await this.tiers.view(parseId('prj', id));
    return view && ProjectTierRecordType.from(view);
  }

  @Query(() => TierChangeConnection, { description: 'What was found and chosen, newest first.' })
  async projectTierChanges(@Args() args: TierChangesArgs): Promise<ConnectionValue<TierChangeType>> {
    const page = await this.queries.changes(parseId('prj', args.projectId), pageOf(args));
    return connectionFrom(page, (row) => new TierChangeType(row));
  }

  @Mutation(() => StateProjectContextPayload, {
    description:
      'Says, as somebody who speaks for the project, where it runs. It can make the tier stricter, 90 days after it was said; it never lowers one.',
  })
  @Refusals('NOT_PROJECT_OWNER')
  stateProjectContext(
    @Args('input') input: StateProjectContextInput,
    @Context() context: GraphqlContext,
  ): Promise<StateProjectContextPayload> {
    return this.answer(context, input, (principal, projectId) => this.tiers.state(principal, projectId, input));
  }

  @Mutation(() => ChooseStricterTierPayload, {
    description:
      'Chooses a stricter tier for new requests, at once, as somebody who speaks for the project. Where nothing holds yet: `floor`, or a stricter one.',
  })
  @Refusals('NOT_PROJECT_OWNER', 'TIER_NOT_STRICTER')
  chooseStricterTier(
    @Args('input') input: ChooseStricterTierInput,
    @Context() context: GraphqlContext,
  ): Promise<ChooseStricterTierPayload> {
    return this.answer(context, input, (principal, projectId) =>
      this.tiers.chooseStricter(principal, { ...input, projectId }),
    );
  }

  @Mutation(() => ProposeLowerTierPayload, {
    description:
      'Asks a steward for a lower tier, in public, as somebody who speaks for the project. Good for 30 days, or until something else is chosen.',
  })
  @Refusals('NOT_PROJECT_OWNER', 'TIER_NOT_LOWER')
  proposeLowerTier(
    @Args('input') input: ProposeLowerTierInput,
    @Context() context: GraphqlContext,
  ): Promise<ProposeLowerTierPayload> {
    return this.answer(context, input, (principal, projectId) =>
      this.tiers.proposeLower(principal, { ...input, projectId }),
    );
  }

  @Mutation(() => ConsentToLowerTierPayload, {
    description:
      'Agrees, as a steward of the project, with the lower tier that was proposed; it holds at once for new requests. Not for those who speak for the project or have asked for something in it.',
  })
  @Refusals('NOT_PROJECT_STEWARD', 'NO_TIER_PROPOSAL')
  consentToLowerTier(
    @Args('input') input: ConsentToLowerTierInput,
    @Context() context: GraphqlContext,
  ): Promise<ConsentToLowerTierPayload> {
    return this.answer(context, input, (principal, projectId) =>
      this.tiers.consentToLower(principal, { ...input, projectId }),
    );
  }

  private answer<Payload extends ProjectTierPayload>(
    context: GraphqlContext,
    input: MutationInput & { readonly projectId: string },
    work: (principal: PersonPrincipal, projectId: Id<'prj'>) => Promise<void>,
  ): Promise<Payload> {
    return asPayload<ProjectTierPayload>(context, input, { projectTier: null, projectId: null }, async () => {
      const projectId = parseId('prj', input.projectId);
      await work(asPerson(context.principal), projectId);
      return { projectId, projectTier: ProjectTierRecordType.from(present(await this.tiers.view(projectId))) };
    }) as Promise<Payload>;
  }
}
