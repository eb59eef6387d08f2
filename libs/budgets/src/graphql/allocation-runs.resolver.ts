import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { ObjectVersions, Refusals, asPayload, type GraphqlContext, type MutationInput } from '#platform/graphql';
import { asId, parseId, type Id } from '#platform/kernel';
import { RunDecisions } from '../runs/run-decisions.service.js';
import { RunDrafts } from '../runs/run-drafts.service.js';
import { RunsService } from '../runs/runs.service.js';
import {
  AllocationRunActionInput,
  ApproveAllocationRunPayload,
  CreateAllocationRunInput,
  CreateAllocationRunPayload,
  DecideAllocationRunInput,
  LockAllocationRunPayload,
  PreviewAllocationRunPayload,
  RejectAllocationRunPayload,
  VoidAllocationRunInput,
  VoidAllocationRunPayload,
} from './allocation-run.inputs.js';
import { AllocationRunType } from './allocation-run.type.js';

/** From a draft to a decision. */
@Resolver()
export class AllocationRunsResolver {
  constructor(
    private readonly runs: RunsService,
    private readonly drafts: RunDrafts,
    private readonly decisions: RunDecisions,
    versions: ObjectVersions,
  ) {
    versions.register('approveAllocationRun', (input) =>
      decisions.versionOf(parseId('alr', String(input.allocationRunId))),
    );
  }

  @Mutation(() => CreateAllocationRunPayload, {
    description: 'Needs FINANCE or ADMIN. A budget has one run at a time that is not over.',
  })
  @Refusals(
    'ABOVE_BUDGET_CAP',
    'ALLOCATION_RUN_OPEN',
    'BUDGET_ARCHIVED',
    'BUDGET_NOT_BEGUN',
    'BUDGET_NOT_FOUND',
    'MISSING_ROLE',
  )
  createAllocationRun(
    @Args('input') input: CreateAllocationRunInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateAllocationRunPayload> {
    return this.answer(context, input, async () => {
      const { resultId } = await this.runs.create(context.principal, {
        budgetId: parseId('bdg', input.budgetId),
        amountMinor: input.amountMinor ? BigInt(input.amountMinor) : null,
        ...(input.method ? { method: input.method } : {}),
        ...(input.purchaseOrder === undefined ? {} : { purchaseOrder: input.purchaseOrder }),
        idempotencyKey: input.idempotencyKey,
      });
      return asId<'alr'>(resultId);
    });
  }

  @Mutation(() => PreviewAllocationRunPayload, {
    description:
      'Needs FINANCE or ADMIN. Computes the lines from the ranking, the gaps and the policy as they are now.',
  })
  @Refusals(
    'ABOVE_BUDGET_CAP',
    'ALLOCATION_RUN_NOT_FOUND',
    'AMOUNT_OUT_OF_RANGE',
    'BUDGET_NOT_POSITIVE',
    'FLOORS_ABOVE_AMOUNT',
    'FLOOR_ABOVE_CAP',
    'ILLEGAL_TRANSITION',
    'MISSING_ROLE',
    'NOTHING_TO_ALLOCATE',
    'RUN_EXPOSURE_LIMIT',
    'TOO_MANY_LINES',
  )
  previewAllocationRun(
    @Args('input') input: AllocationRunActionInput,
    @Context() context: GraphqlContext,
  ): Promise<PreviewAllocationRunPayload> {
    return this.act(context, input, (id) => this.runs.preview(context.principal, id));
  }

  @Mutation(() => LockAllocationRunPayload, {
    description: 'Needs FINANCE or ADMIN. Freezes what the run saw, and asks somebody else to approve it.',
  })
  @Refusals(
    'ALLOCATION_RUN_EMPTY',
    'ALLOCATION_RUN_NOT_FOUND',
    'AMOUNT_NOT_CHARGEABLE',
    'BILLING_DETAILS_MISSING',
    'ILLEGAL_TRANSITION',
    'MISSING_ROLE',
    'PREVIEW_STALE',
  )
  lockAllocationRun(
    @Args('input') input: AllocationRunActionInput,
    @Context() context: GraphqlContext,
  ): Promise<LockAllocationRunPayload> {
    return this.act(context, input, (id) => this.runs.lock(context.principal, id));
  }

  @Mutation(() => VoidAllocationRunPayload, {
    description:
      'Needs FINANCE or ADMIN. Ends a run that has given nothing yet: its promises end and its payment too, and what was paid for it is held.',
  })
  @Refusals('ALLOCATION_RUN_NOT_FOUND', 'ILLEGAL_TRANSITION', 'MISSING_ROLE')
  voidAllocationRun(
    @Args('input') input: VoidAllocationRunInput,
    @Context() context: GraphqlContext,
  ): Promise<VoidAllocationRunPayload> {
    return this.act(context, input, (id) => this.runs.void(context.principal, id, input.reason));
  }

  @Mutation(() => ApproveAllocationRunPayload, {
    description:
      'Needs FINANCE or ADMIN, and somebody other than who locked it. Promises all lines, and opens one payment or pays out of the balance.',
  })
  @Refusals(
    'ALLOCATION_RUN_EMPTY',
    'ALLOCATION_RUN_NOT_FOUND',
    'ALREADY_DECIDED',
    'AMOUNT_NOT_CHARGEABLE',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'INSUFFICIENT_FUNDS',
    'MISSING_ROLE',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
    'TERMS_NOT_ACCEPTED',
  )
  approveAllocationRun(
    @Args('input') input: DecideAllocationRunInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveAllocationRunPayload> {
    return this.act(context, input, (id) => this.decisions.approve(context.principal, id));
  }

  @Mutation(() => RejectAllocationRunPayload, { description: 'Needs FINANCE or ADMIN. The run is void.' })
  @Refusals('ALLOCATION_RUN_NOT_FOUND', 'ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE')
  rejectAllocationRun(
    @Args('input') input: DecideAllocationRunInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectAllocationRunPayload> {
    return this.act(context, input, (id) => this.decisions.reject(context.principal, id));
  }

  private act(
    context: GraphqlContext,
    input: AllocationRunActionInput,
    work: (id: Id<'alr'>) => Promise<void>,
  ): Promise<CreateAllocationRunPayload> {
    return this.answer(context, input, async () => {
      const id = parseId('alr', input.allocationRunId);
      await work(id);
      return id;
    });
  }

  private answer(
    context: GraphqlContext,
    input: MutationInput,
    work: () => Promise<Id<'alr'>>,
  ): Promise<CreateAllocationRunPayload> {
    return asPayload<CreateAllocationRunPayload>(context, input, { allocationRun: null }, async () => {
      const id = await work();
      return { allocationRun: AllocationRunType.from(await this.drafts.found(context.principal, id)) };
    });
  }
}
