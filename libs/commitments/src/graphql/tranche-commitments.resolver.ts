import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { MilestoneLoader, MilestoneType } from '#libs/milestones/graphql';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import { PledgeLoader, PledgeType } from '#libs/pledges/graphql';
import {
  NodeRegistry,
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { TrancheCommitmentsQueries, type TrancheRow } from '../tranches/tranche-commitments.queries.js';
import { TrancheCommitmentsService } from '../tranches/tranche-commitments.service.js';
import {
  CommitInTranchesInput,
  CommitInTranchesPayload,
  EndTrancheCommitmentInput,
  EndTrancheCommitmentPayload,
  TrancheCommitmentConnection,
  TrancheCommitmentType,
  TrancheCommitmentsArgs,
  TrancheType,
} from './tranche-commitment.type.js';
import { TrancheCommitmentLoader, TranchesLoader } from './tranche-commitments.loaders.js';

/** What an organisation sees of what it has promised in tranches. */
@Resolver(() => TrancheCommitmentType)
export class TrancheCommitmentsResolver {
  constructor(
    private readonly queries: TrancheCommitmentsQueries,
    private readonly loader: TrancheCommitmentLoader,
    private readonly needLoader: NeedLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('tcm', scoped('pledges:read'), async (id, context) => {
      const row = await loader.load(context, id);
      return row && TrancheCommitmentType.from(row);
    });
  }

  @Query(() => TrancheCommitmentType, {
    nullable: true,
    description: 'A commitment in tranches of an organisation that you belong to.',
  })
  async trancheCommitment(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<TrancheCommitmentType | null> {
    const row = await this.loader.load(context, parseId('tcm', id));
    return row && TrancheCommitmentType.from(row);
  }

  @Query(() => TrancheCommitmentConnection, {
    description: 'Commitments in tranches of an organisation, newest first.',
  })
  async trancheCommitments(
    @Args() args: TrancheCommitmentsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<TrancheCommitmentType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.ofOrganisation(id, args.status ?? null, pageOf(args)), (row) =>
      TrancheCommitmentType.from(row),
    );
  }

  @ResolveField(() => NeedType, { nullable: true })
  async need(
    @Parent() { needId }: TrancheCommitmentType,
    @Context() context: GraphqlContext,
  ): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, needId);
    return row && NeedType.from(row);
  }
}

/** The tranches of a commitment, with what each pays for. */
@Resolver(() => TrancheCommitmentType)
export class TranchesResolver {
  constructor(
    private readonly tranches: TranchesLoader,
    private readonly pledges: PledgeLoader,
    private readonly milestones: MilestoneLoader,
  ) {}

  @ResolveField(() => [TrancheType], { name: 'tranches', description: 'In the order of their milestones.' })
  async ofCommitment(
    @Parent() { commitmentId }: TrancheCommitmentType,
    @Context() context: GraphqlContext,
  ): Promise<TrancheType[]> {
    const rows = (await this.tranches.load(context, commitmentId)) ?? [];
    return Promise.all(rows.map((row) => this.shown(context, row)));
  }

  private async shown(context: GraphqlContext, { pledgeId, milestoneId, dueAt }: TrancheRow): Promise<TrancheType> {
    const [pledge, milestone] = await Promise.all([
      this.pledges.load(context, pledgeId),
      this.milestones.load(context, milestoneId),
    ]);
    return { pledge: PledgeType.from(present(pledge)), milestone: MilestoneType.from(present(milestone)), dueAt };
  }
}

@Resolver()
export class TrancheCommandsResolver {
  constructor(
    private readonly commitments: TrancheCommitmentsService,
    private readonly loader: TrancheCommitmentLoader,
  ) {}

  @Mutation(() => CommitInTranchesPayload, {
    description:
      'Promises an amount that is paid milestone by milestone, each just before it starts. Somebody else of the organisation approves all of it at once.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'BILLING_DETAILS_MISSING',
    'CURRENCY_MISMATCH',
    'MILESTONE_WITHOUT_START',
    'NEED_NOT_FOUND',
    'NEED_NOT_OPEN',
    'ORGANISATION_NOT_FOUND',
    'PLEDGE_ABOVE_GOAL',
    'SAVED_METHOD_MISSING',
    'TERMS_NOT_ACCEPTED',
  )
  commitInTranches(
    @Args('input') input: CommitInTranchesInput,
    @Context() context: GraphqlContext,
  ): Promise<CommitInTranchesPayload> {
    return asPayload<CommitInTranchesPayload>(context, input, { trancheCommitment: null }, async () => {
      const { resultId } = await this.commitments.submit(context.principal, {
        needId: parseId('need', input.needId),
        organisationId: parseId('org', input.organisationId),
        amount: moneyOf(input.amount),
        method: input.method,
        purchaseOrder: input.purchaseOrder ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      return { trancheCommitment: await this.found(context, resultId as Id<'tcm'>) };
    });
  }

  @Mutation(() => EndTrancheCommitmentPayload, {
    description:
      'Takes a commitment back that is not approved, or ends what is not asked for yet of one that is; the latter needs FINANCE or ADMIN, and the maintainer is told. What is paid stays.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'TRANCHE_COMMITMENT_NOT_FOUND')
  endTrancheCommitment(
    @Args('input') input: EndTrancheCommitmentInput,
    @Context() context: GraphqlContext,
  ): Promise<EndTrancheCommitmentPayload> {
    return asPayload<EndTrancheCommitmentPayload>(context, input, { trancheCommitment: null }, async () => {
      const id = parseId('tcm', input.trancheCommitmentId);
      await this.commitments.withdraw(context.principal, id, input.reason ?? null);
      return { trancheCommitment: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'tcm'>): Promise<TrancheCommitmentType> {
    return TrancheCommitmentType.from(present(await this.loader.load(context, id)));
  }
}
