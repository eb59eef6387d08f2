import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, moneyOf, type GraphqlContext } from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { RecurringPledgesService } from '../recurring/recurring-pledges.service.js';
import {
  CancelRecurringPledgeInput,
  CancelRecurringPledgePayload,
  KeepRecurringPledgePayload,
  PauseRecurringPledgeInput,
  PauseRecurringPledgePayload,
  RecurringPledgeType,
  RestartRecurringPledgeInput,
  ResumeRecurringPledgePayload,
  StartRecurringPledgeInput,
  StartRecurringPledgePayload,
} from './recurring-pledge.type.js';
import { RecurringPledgeLoader } from './recurring-pledges.loaders.js';

/** Starting, pausing and ending. What runs shows a change once Stripe does. */
@Resolver()
export class RecurringChangesResolver {
  constructor(
    private readonly pledges: RecurringPledgesService,
    private readonly loader: RecurringPledgeLoader,
  ) {}

  @Mutation(() => StartRecurringPledgePayload, {
    description:
      'Promises an amount for each period. Somebody else of the organisation has to approve it before the first is paid.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'BILLING_DETAILS_MISSING',
    'CURRENCY_MISMATCH',
    'NEED_NOT_FOUND',
    'NEED_NOT_OPEN',
    'ORGANISATION_NOT_FOUND',
    'PLEDGE_ABOVE_GOAL',
    'TERMS_NOT_ACCEPTED',
  )
  startRecurringPledge(
    @Args('input') input: StartRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<StartRecurringPledgePayload> {
    return asPayload<StartRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const { resultId } = await this.pledges.start(context.principal, {
        needId: parseId('need', input.needId),
        organisationId: parseId('org', input.organisationId),
        amount: moneyOf(input.amount),
        interval: input.interval,
        collection: input.collection,
        purchaseOrder: input.purchaseOrder ?? null,
        noticeDays: input.notice,
        idempotencyKey: input.idempotencyKey,
      });
      return { recurringPledge: await this.found(context, resultId as Id<'rpl'>) };
    });
  }

  @Mutation(() => PauseRecurringPledgePayload, {
    description: 'Needs FINANCE or ADMIN. No period is asked for, nor later for the time of the pause.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'RECURRING_PLEDGE_NOT_FOUND')
  pauseRecurringPledge(
    @Args('input') input: PauseRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<PauseRecurringPledgePayload> {
    return asPayload<PauseRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.pledges.pause(context.principal, id, input.reason);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  @Mutation(() => ResumeRecurringPledgePayload, {
    description: 'Needs FINANCE or ADMIN. The next period is asked for again.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'RECURRING_PLEDGE_NOT_FOUND')
  resumeRecurringPledge(
    @Args('input') input: RestartRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<ResumeRecurringPledgePayload> {
    return asPayload<ResumeRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.pledges.resume(context.principal, id, input.reason);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  @Mutation(() => CancelRecurringPledgePayload, {
    description:
      'Needs FINANCE or ADMIN. Ends it with the period, or with the first one that ends after the agreed notice. What was paid stays.',
  })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'NOTICE_AGREED', 'RECURRING_PLEDGE_NOT_FOUND')
  cancelRecurringPledge(
    @Args('input') input: CancelRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<CancelRecurringPledgePayload> {
    return asPayload<CancelRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.pledges.cancel(context.principal, id, input.reason, input.atOnce);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  @Mutation(() => KeepRecurringPledgePayload, { description: 'Needs FINANCE or ADMIN. Takes an ending back.' })
  @Refusals('ILLEGAL_TRANSITION', 'MISSING_ROLE', 'RECURRING_PLEDGE_NOT_FOUND')
  keepRecurringPledge(
    @Args('input') input: RestartRecurringPledgeInput,
    @Context() context: GraphqlContext,
  ): Promise<KeepRecurringPledgePayload> {
    return asPayload<KeepRecurringPledgePayload>(context, input, { recurringPledge: null }, async () => {
      const id = parseId('rpl', input.recurringPledgeId);
      await this.pledges.keep(context.principal, id, input.reason);
      return { recurringPledge: await this.found(context, id) };
    });
  }

  private async found(context: GraphqlContext, id: Id<'rpl'>): Promise<RecurringPledgeType> {
    return RecurringPledgeType.from(present(await this.loader.load(context, id)));
  }
}
