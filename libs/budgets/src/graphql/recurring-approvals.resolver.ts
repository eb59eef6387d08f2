import { Args, Context, Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { RecurringPledgeLoader, RecurringPledgeType } from '#libs/commitments/graphql';
import {
  MutationPayload,
  ObjectVersions,
  Refusals,
  SteppedUpInput,
  asPayload,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { SpendingApprovals } from '../spending-approvals.service.js';
import { RecurringSpending } from '../spending-kinds.js';

@InputType()
export class DecideRecurringPledgeInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  recurringPledgeId!: string;
}

@ObjectType()
export class ApproveRecurringPledgePayload extends MutationPayload {
  @Field(() => RecurringPledgeType, { nullable: true })
  recurringPledge!: RecurringPledgeType | null;
}

@ObjectType()
export class RejectRecurringPledgePayload extends MutationPayload {
  @Field(() => RecurringPledgeType, { nullable: true })
  recurringPledge!: RecurringPledgeType | null;
}

/** The same two decisions, for support by the period. */
@Resolver()
export class RecurringApprovalsResolver {
  constructor(
    private readonly approvals: SpendingApprovals,
    private readonly spending: RecurringSpending,
    private readonly loader: RecurringPledgeLoader,
    versions: ObjectVersions,
  ) {
    versions.register('approveRecurringPledge', (input) =>
      approvals.versionOf(spending, parseId('rpl', String(input.recurringPledgeId))),
    );
  }

  @Mutation(() => ApproveRecurringPledgePayload, {
    description: 'Needs FINANCE or ADMIN, and somebody other than who started it. Opens the page on which it begins.',
  })
  @Refusals(
    'ALREADY_DECIDED',
    'APPROVAL_STALE',
    'APPROVER_BENEFITS',
    'ILLEGAL_TRANSITION',
    'MISSING_ROLE',
    'RECURRING_PLEDGE_NOT_FOUND',
    'ROLE_TOO_YOUNG',
    'SEPARATION_OF_DUTIES',
    'TERMS_NOT_ACCEPTED',
  )
  approveRecurringPledge(
    @Args('input') input: DecideRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<ApproveRecurringPledgePayload> {
    return asPayload<ApproveRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.approvals.approve(context.principal, this.spending, id);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  @Mutation(() => RejectRecurringPledgePayload, { description: 'Needs FINANCE or ADMIN. The promise ends.' })
  @Refusals('ALREADY_DECIDED', 'ILLEGAL_TRANSITION', 'MISSING_ROLE', 'RECURRING_PLEDGE_NOT_FOUND')
  rejectRecurringPledge(
    @Args('input') input: DecideRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<RejectRecurringPledgePayload> {
    return asPayload<RejectRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.approvals.reject(context.principal, this.spending, id);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'rpl'>): Promise<RecurringPledgeType> {
    return RecurringPledgeType.from(present(await this.loader.load(context, id)));
  }
}
