import { Args, ArgsType, Context, Field, ID, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { assertBelongs } from '#libs/identity';
import { InvalidPageError, decodeCursor, toPage } from '#platform/database';
import {
  ConnectionArgs,
  MoneyType,
  NodeRegistry,
  connectionFrom,
  connectionType,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, belongsTo, clearanceOf, money, parseId, type Id, type Messages, type Principal } from '#platform/kernel';
import { BudgetNotFoundError } from '../budget.errors.js';
import { BudgetsRepository } from '../budgets.repository.js';
import type { LineChange } from '../plan/run-diff.js';
import { RunFigures } from '../runs/run-figures.service.js';
import { RunReads } from '../runs/run-reads.service.js';
import { RunsQueries } from '../runs/runs.queries.js';
import { AllocationRunsArgs, OrganisationRunsArgs } from './allocation-run.inputs.js';
import {
  AllocationCoverageType,
  AllocationLineConnection,
  AllocationLineType,
  AllocationReplayType,
  AllocationRollInType,
  AllocationRunConnection,
  AllocationRunType,
  lineReasonLabel,
} from './allocation-run.type.js';

@ObjectType('AllocationLineChange', { description: 'What a run gives to a need, and another run does not.' })
export class AllocationLineChangeType implements LineChange {
  @Field(() => ID)
  needId!: string;

  @Field(() => String, { description: 'ADDED, REMOVED or CHANGED.' })
  kind!: LineChange['kind'];

  @Field()
  fromMinor!: string;

  @Field()
  toMinor!: string;

  @Field(() => String, { nullable: true, description: 'Why it got nothing in the first run.' })
  fromReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it gets nothing in the second run.' })
  toReason!: string | null;

  @Field({ description: 'The kind in words.' })
  label!: string;

  @Field(() => String, { nullable: true, description: '`fromReason` in words.' })
  fromReasonLabel!: string | null;

  @Field(() => String, { nullable: true, description: '`toReason` in words.' })
  toReasonLabel!: string | null;

  static from(change: LineChange, messages: Messages): AllocationLineChangeType {
    const label = messages.text(`budgets.lineChange.${change.kind}`);
    const fromReasonLabel = lineReasonLabel(change.fromReason, messages);
    return { ...change, label, fromReasonLabel, toReasonLabel: lineReasonLabel(change.toReason, messages) };
  }
}

const AllocationLineChangeConnection = connectionType(AllocationLineChangeType, 'AllocationLineChange');

@ArgsType()
export class AllocationRunDiffArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  fromId!: string;

  @Field(() => ID)
  @IsString()
  toId!: string;
}

/** What a run saw and gives, for members of its organisation. */
@Resolver(() => AllocationRunType)
export class AllocationRunReadsResolver {
  constructor(
    private readonly queries: RunsQueries,
    private readonly reads: RunReads,
    private readonly budgets: BudgetsRepository,
    private readonly figures: RunFigures,
    nodes: NodeRegistry,
  ) {
    nodes.register('alr', scoped('pledges:read'), (id, { principal }) => this.visible(principal, asId(id)));
  }

  @Query(() => AllocationRunType, { nullable: true, description: 'A run of an organisation that you belong to.' })
  allocationRun(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<AllocationRunType | null> {
    return this.visible(principal, parseId('alr', id));
  }

  @Query(() => AllocationRunConnection, { description: 'Runs of a budget, newest first.' })
  async allocationRuns(
    @Args() args: AllocationRunsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<AllocationRunType>> {
    const budget = await this.budgets.find(clearanceOf(principal), parseId('bdg', args.budgetId));
    if (!budget) throw new BudgetNotFoundError();
    return connectionFrom(await this.queries.ofBudget(budget.id, pageOf(args)), (row) => AllocationRunType.from(row));
  }

  @Query(() => AllocationLineChangeConnection, {
    description: 'What the second run gives other than the first: lines that were added, removed or changed.',
  })
  async allocationRunDiff(
    @Args() args: AllocationRunDiffArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<AllocationLineChangeType>> {
    const changes = await this.reads.diff(principal, parseId('alr', args.fromId), parseId('alr', args.toId));
    const { first, after } = pageOf(args);
    const start = after === null ? 0 : Number(decodeCursor(after, ['integer'])[0]) + 1;
    if (start < 0) throw new InvalidPageError('after');
    const numbered = changes.slice(start, start + first + 1).map((change, index) => ({ change, at: start + index }));
    return connectionFrom(
      toPage(numbered, first, ({ at }) => [at]),
      ({ change }) => AllocationLineChangeType.from(change, messages),
    );
  }

  @Query(() => AllocationLineConnection, {
    description: 'Money of your organisation that was paid for a line of a run and could not be placed.',
  })
  async heldLines(
    @Args() args: OrganisationRunsArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<AllocationLineType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    const page = await this.queries.held(clearanceOf(principal), id, pageOf(args));
    const shown = await this.figures.lines(principal, id, page);
    return connectionFrom(shown, (row) => AllocationLineType.from(row, messages));
  }

  @ResolveField(() => AllocationLineConnection, {
    description: 'The largest amount first; those that get nothing come last, with the reason.',
  })
  async lines(
    @Parent() { runId, organisationId }: AllocationRunType,
    @Args() args: ConnectionArgs,
    @Context() { principal, messages }: GraphqlContext,
  ): Promise<ConnectionValue<AllocationLineType>> {
    const page = await this.queries.lines(clearanceOf(principal), asId(runId), pageOf(args));
    const shown = await this.figures.lines(principal, asId(organisationId), page);
    return connectionFrom(shown, (row) => AllocationLineType.from(row, messages));
  }

  @ResolveField(() => AllocationCoverageType, { nullable: true, description: 'Null before the first preview.' })
  coverage(
    @Parent() { runId }: AllocationRunType,
    @Context() { principal }: GraphqlContext,
  ): Promise<AllocationCoverageType | null> {
    return this.reads.coverage(principal, asId(runId));
  }

  @ResolveField(() => [AllocationRollInType], {
    description: 'The runs that left what this one has in addition, and how much each; they add up to `rolledIn`.',
  })
  async rolledInFrom(
    @Parent() { runId, rolledIn }: AllocationRunType,
    @Context() { principal }: GraphqlContext,
  ): Promise<AllocationRollInType[]> {
    const amount = (minor: bigint): MoneyType => MoneyType.from(money(minor, rolledIn.currency));
    return (await this.reads.rolledIn(principal, asId(runId))).map((part) => ({
      runId: part.runId,
      reserve: amount(part.reserveMinor),
      held: amount(part.heldMinor),
    }));
  }

  @ResolveField(() => AllocationReplayType, { nullable: true, description: 'Null before the first preview.' })
  replay(
    @Parent() { runId }: AllocationRunType,
    @Context() { principal }: GraphqlContext,
  ): Promise<AllocationReplayType | null> {
    return this.reads.replay(principal, asId(runId));
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Everything that the run saw, as canonical JSON; its SHA-256 is what is approved. Null too once your organisation may not know the figures any more.',
  })
  inputs(@Parent() { runId }: AllocationRunType, @Context() { principal }: GraphqlContext): Promise<string | null> {
    return this.reads.inputs(principal, asId(runId));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The plan as a file for `mainstay allocation preview`, which computes the same amounts.',
  })
  planFile(@Parent() { runId }: AllocationRunType, @Context() { principal }: GraphqlContext): Promise<string | null> {
    return this.reads.planFile(principal, asId(runId));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'All lines as a file of comma-separated values; points that your organisation may not know are empty.',
  })
  linesCsv(@Parent() { runId }: AllocationRunType, @Context() { principal }: GraphqlContext): Promise<string | null> {
    return this.reads.linesCsv(principal, asId(runId));
  }

  private async visible(principal: Principal, id: Id<'alr'>): Promise<AllocationRunType | null> {
    const row = await this.queries.find(id);
    return row && belongsTo(principal, row.organisationId) ? AllocationRunType.from(row) : null;
  }
}
