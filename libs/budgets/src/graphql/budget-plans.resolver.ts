import { Args, ArgsType, Context, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { assertBelongs } from '#libs/identity';
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
import { asId, belongsTo, clearanceOf, parseId, present, type Id, type Principal } from '#platform/kernel';
import { BudgetsRepository } from '../budgets.repository.js';
import { BudgetsService, type PolicyChange } from '../budgets.service.js';
import { openSourcePledgeTarget } from '../plan/open-source-pledge.js';
import { BudgetActionInput, CreateBudgetInput, UpdateBudgetInput, type BudgetPolicyInput } from './budget.inputs.js';
import {
  ArchiveBudgetPayload,
  BudgetConnection,
  BudgetType,
  BudgetsArgs,
  CreateBudgetPayload,
  RestoreBudgetPayload,
  UpdateBudgetPayload,
} from './budget.type.js';

@ArgsType()
class OpenSourcePledgeTargetArgs {
  @Field(() => Int, { description: 'From 0 to 1,000,000.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  developers!: number;
}

/** Budgets: what is planned, and by which rules. */
@Resolver()
export class BudgetPlansResolver {
  constructor(
    private readonly budgets: BudgetsService,
    private readonly reads: BudgetsRepository,
    nodes: NodeRegistry,
  ) {
    nodes.register('bdg', scoped('pledges:read'), (id, { principal }) => this.visible(principal, asId(id)));
  }

  @Query(() => Int, {
    description: 'What the Open Source Pledge asks of so many developers in a year, in whole US dollars.',
  })
  openSourcePledgeTarget(@Args() { developers }: OpenSourcePledgeTargetArgs): number {
    return Number(openSourcePledgeTarget(developers).minor / 100n);
  }

  @Query(() => BudgetConnection, { name: 'budgets', description: 'Budgets of your organisation, newest first.' })
  async ofOrganisation(
    @Args() args: BudgetsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<BudgetType>> {
    const organisationId = parseId('org', args.organisationId);
    assertBelongs(principal, organisationId);
    const of = { organisationId, withArchived: args.includeArchived };
    return connectionFrom(await this.reads.ofOrganisation(clearanceOf(principal), of, pageOf(args)), (row) =>
      BudgetType.from(row),
    );
  }

  @Query(() => BudgetType, { nullable: true, description: 'A budget of an organisation that you belong to.' })
  budget(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<BudgetType | null> {
    return this.visible(principal, parseId('bdg', id));
  }

  @Mutation(() => CreateBudgetPayload, { description: 'Needs FINANCE or ADMIN.' })
  @Refusals('CURRENCY_NOT_HELD', 'INVALID_BUDGET_POLICY', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  createBudget(
    @Args('input') input: CreateBudgetInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateBudgetPayload> {
    return asPayload<CreateBudgetPayload>(context, input, { budget: null }, async () => {
      const { resultId } = await this.budgets.create(context.principal, {
        organisationId: parseId('org', input.organisationId),
        name: input.name,
        developers: input.developers ?? null,
        method: input.method ?? 'checkout',
        purchaseOrder: input.purchaseOrder ?? null,
        period: input.period,
        startsOn: input.startsOn,
        cap: moneyOf(input.cap),
        policy: changeOf(input.policy),
        idempotencyKey: input.idempotencyKey,
      });
      return { budget: present(await this.visible(context.principal, asId(resultId))) };
    });
  }

  @Mutation(() => UpdateBudgetPayload, {
    description:
      'Needs FINANCE or ADMIN. Another policy is a new version of it; runs that are locked keep theirs, others are previewed anew.',
  })
  @Refusals('BUDGET_NOT_FOUND', 'INVALID_BUDGET_POLICY', 'MISSING_ROLE')
  updateBudget(
    @Args('input') input: UpdateBudgetInput,
    @Context() context: GraphqlContext,
  ): Promise<UpdateBudgetPayload> {
    return this.answer(context, input, (id) =>
      this.budgets.update(context.principal, id, {
        ...(input.name ? { name: input.name } : {}),
        ...(input.developers === undefined ? {} : { developers: input.developers }),
        ...(input.method ? { method: input.method } : {}),
        ...(input.purchaseOrder === undefined ? {} : { purchaseOrder: input.purchaseOrder }),
        policy: changeOf(input.policy),
      }),
    );
  }

  @Mutation(() => ArchiveBudgetPayload, { description: 'Needs FINANCE or ADMIN. No run is made of it any more.' })
  @Refusals('BUDGET_NOT_FOUND', 'MISSING_ROLE')
  archiveBudget(
    @Args('input') input: BudgetActionInput,
    @Context() context: GraphqlContext,
  ): Promise<ArchiveBudgetPayload> {
    return this.answer(context, input, (id) => this.budgets.archive(context.principal, id));
  }

  @Mutation(() => RestoreBudgetPayload, { description: 'Needs FINANCE or ADMIN.' })
  @Refusals('BUDGET_NOT_FOUND', 'MISSING_ROLE')
  restoreBudget(
    @Args('input') input: BudgetActionInput,
    @Context() context: GraphqlContext,
  ): Promise<RestoreBudgetPayload> {
    return this.answer(context, input, (id) => this.budgets.restore(context.principal, id));
  }

  private answer(
    context: GraphqlContext,
    input: BudgetActionInput,
    work: (id: Id<'bdg'>) => Promise<void>,
  ): Promise<CreateBudgetPayload> {
    return asPayload<CreateBudgetPayload>(context, input, { budget: null }, async () => {
      const id = parseId('bdg', input.budgetId);
      await work(id);
      return { budget: present(await this.visible(context.principal, id)) };
    });
  }

  private async visible(principal: Principal, id: Id<'bdg'>): Promise<BudgetType | null> {
    const row = await this.reads.find(clearanceOf(principal), id);
    return row && belongsTo(principal, row.organisationId) ? BudgetType.from(row) : null;
  }
}

/** What was given; a null of a limit takes it away, any other null is as good as nothing. */
function changeOf(input: BudgetPolicyInput | null | undefined): PolicyChange {
  const given = Object.entries(input ?? {}).filter(
    ([name, value]) =>
      value !== undefined && (value !== null || ['lineLimitMinor', 'concentrationMinor'].includes(name)),
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(given))) as PolicyChange;
}
