import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { PersonLoader, PersonType } from '#libs/identity/graphql';
import { NeedLoader, NeedType } from '#libs/needs/graphql';
import { PledgeConnection, PledgeLoader, PledgeType } from '#libs/pledges/graphql';
import {
  ConnectionArgs,
  NodeRegistry,
  connectionFrom,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { Clock, asId, parseId, present } from '#platform/kernel';
import { commitmentsByMonth } from '../recurring/recurring-pledge.rules.js';
import { RecurringPledgesQueries } from '../recurring/recurring-pledges.queries.js';
import {
  CommitmentChangeType,
  MonthOfCommitmentsType,
  RecurringPledgeConnection,
  RecurringPledgeType,
  RecurringPledgesArgs,
} from './recurring-pledge.type.js';
import { ChangesLoader, ExpectedLoader, RecurringPledgeLoader } from './recurring-pledges.loaders.js';
import { ExpectedTranchesLoader } from './tranche-commitments.loaders.js';

/** What is seen of recurring pledges by the organisation that pays. */
@Resolver(() => RecurringPledgeType)
export class RecurringPledgesResolver {
  constructor(
    private readonly queries: RecurringPledgesQueries,
    private readonly loader: RecurringPledgeLoader,
    private readonly changesLoader: ChangesLoader,
    private readonly pledgeLoader: PledgeLoader,
    private readonly needLoader: NeedLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('rpl', scoped('pledges:read'), async (id, context) => {
      const row = await loader.load(context, id);
      return row && RecurringPledgeType.from(row);
    });
  }

  @Query(() => RecurringPledgeType, {
    nullable: true,
    description: 'A recurring pledge of an organisation that you belong to.',
  })
  async recurringPledge(
    @Args('id', { type: () => ID }) id: string,
    @Context() context: GraphqlContext,
  ): Promise<RecurringPledgeType | null> {
    const row = await this.loader.load(context, parseId('rpl', id));
    return row && RecurringPledgeType.from(row);
  }

  @Query(() => RecurringPledgeConnection, { description: 'Recurring pledges of an organisation, newest first.' })
  async recurringPledges(
    @Args() args: RecurringPledgesArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<RecurringPledgeType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.ofOrganisation(id, args.status ?? null, pageOf(args)), (row) =>
      RecurringPledgeType.from(row),
    );
  }

  @ResolveField(() => NeedType, { nullable: true })
  async need(@Parent() pledge: RecurringPledgeType, @Context() context: GraphqlContext): Promise<NeedType | null> {
    const row = await this.needLoader.load(context, pledge.needId);
    return row && NeedType.from(row);
  }

  @ResolveField(() => [CommitmentChangeType], { description: 'What was asked for and why, newest first.' })
  async changes(
    @Parent() pledge: RecurringPledgeType,
    @Context() context: GraphqlContext,
  ): Promise<CommitmentChangeType[]> {
    const rows = await this.changesLoader.load(context, pledge.recurringPledgeId);
    return (rows ?? []).map((row) => CommitmentChangeType.from(row));
  }

  @ResolveField(() => PledgeConnection, { description: 'The pledges of the paid periods, newest first.' })
  async pledges(
    @Parent() pledge: RecurringPledgeType,
    @Args() args: ConnectionArgs,
    @Context() context: GraphqlContext,
  ): Promise<ConnectionValue<PledgeType>> {
    const page = await this.queries.childrenOf(asId(pledge.recurringPledgeId), pageOf(args));
    const rows = await Promise.all(page.rows.map(({ pledgeId }) => this.pledgeLoader.load(context, pledgeId)));
    return connectionFrom({ ...page, rows: rows.map(present) }, (row) => PledgeType.from(row));
  }
}

/** Who asked for a change. */
@Resolver(() => CommitmentChangeType)
export class CommitmentChangesResolver {
  constructor(private readonly personLoader: PersonLoader) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who asked for it; null for what a rule did.' })
  async person(
    @Parent() { personId }: CommitmentChangeType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = personId === null ? null : await this.personLoader.load(context, personId);
    return row && PersonType.from(row);
  }
}

/** What whoever posted a need can expect of it. */
@Resolver(() => NeedType)
export class ExpectedCommitmentsResolver {
  constructor(
    private readonly expectedLoader: ExpectedLoader,
    private readonly tranchesLoader: ExpectedTranchesLoader,
    private readonly clock: Clock,
  ) {}

  @ResolveField(() => [MonthOfCommitmentsType], {
    nullable: true,
    description:
      'What active recurring pledges and commitments in tranches are expected to bring in this month and the eleven after it. For who posted the need; null for others.',
  })
  async commitmentsByMonth(
    @Parent() need: NeedType,
    @Context() context: GraphqlContext,
  ): Promise<MonthOfCommitmentsType[]> {
    const id = parseId('need', need.id);
    const [periods, tranches] = await Promise.all([
      this.expectedLoader.load(context, id),
      this.tranchesLoader.load(context, id),
    ]);
    return commitmentsByMonth(periods ?? [], tranches ?? [], this.clock.now()).map((month) =>
      MonthOfCommitmentsType.from(month),
    );
  }
}
