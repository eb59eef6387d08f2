import { Injectable } from '@nestjs/common';
import { BillingDetailsService, TermsService, actorOf, assertBelongs, assertRole, personOf } from '#libs/identity';
import { NeedsService } from '#libs/needs';
import { Config } from '#platform/config';
import {
  commitmentNoticeDue,
  moneyPayload,
  recurringPledgeLapseDue,
  recurringPledgeSubmitted,
  subscriptionChangeRequested,
  subscriptionRequested,
  type RecurringCollection,
  type RecurringInterval,
  type SubscriptionChange,
} from '#platform/contracts';
import { UnitOfWork, commit, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  DAY_MS,
  IllegalTransitionError,
  addMs,
  assertChargeable,
  belongsTo,
  newId,
  present,
  type Id,
  type Money,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';
import { NoticeAgreedError, RecurringPledgeNotFoundError } from '../commitment.errors.js';
import { RecurringPledge } from './recurring-pledge.entity.js';
import { endAfterNotice } from './recurring-pledge.rules.js';
import { RECURRING_PLEDGE, type RecurringPledgeStatus } from './recurring-pledge.states.js';
import { RecurringPledgesRepository, type ChangeAction } from './recurring-pledges.repository.js';

/** A promise that nobody approves ends after this time. */
const LAPSE_AFTER_DAYS = 14;
/** Who changes what runs: the same people as approve it. */
const KEEPERS: readonly OrganisationRole[] = ['finance', 'admin'];
const RUNNING: readonly RecurringPledgeStatus[] = ['active', 'past_due', 'paused'];

export interface NewRecurringPledge {
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly interval: RecurringInterval;
  readonly collection: RecurringCollection;
  /** The payer's own reference; no card shows it. */
  readonly purchaseOrder: string | null;
  readonly noticeDays: number;
  readonly idempotencyKey: string;
}

/** Who wants a change of a recurring pledge, and why. */
interface Wish {
  readonly action: ChangeAction;
  readonly from: readonly RecurringPledgeStatus[];
  readonly reason: string;
}

/** Commands on recurring pledges. What runs is changed at Stripe, and here when it is seen there. */
@Injectable()
export class RecurringPledgesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pledges: RecurringPledgesRepository,
    private readonly needs: NeedsService,
    private readonly terms: TermsService,
    private readonly billing: BillingDetailsService,
    private readonly config: Config,
  ) {}

  /** Promises an amount for each period. It begins when it is approved and its first period is paid. */
  async start(principal: Principal, input: NewRecurringPledge): Promise<IdempotentResult> {
    assertBelongs(principal, input.organisationId);
    const submittedBy = personOf(principal);
    const { idempotencyKey: key, amount, ...facts } = input;
    const body = { ...facts, minor: amount.minor.toString(), currency: amount.currency };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: submittedBy, operation: 'startRecurringPledge', key, body }, async () => {
        assertChargeable(amount);
        await this.terms.assertOrganisationAccepted(tx, 'giver', facts.organisationId);
        const isInvoiced = facts.collection === 'invoice';
        if (isInvoiced) await this.billing.assertKnown(tx, facts.organisationId);
        await this.needs.assertTakes(tx, facts.needId, amount);
        const purchaseOrder = isInvoiced ? facts.purchaseOrder : null;
        const daysUntilDue = isInvoiced ? this.config.get('INVOICE_DAYS_UNTIL_DUE') : null;
        const pledge = promised({ ...facts, purchaseOrder, daysUntilDue, submittedBy, amount, submittedAt: tx.now });
        await this.pledges.insert(tx, pledge);
        tx.audit('recurringPledge', pledge.id, 'start', body);
        tx.emit(recurringPledgeSubmitted, { recurringPledgeId: pledge.id });
        tx.emit(recurringPledgeLapseDue, { recurringPledgeId: pledge.id }, addMs(tx.now, LAPSE_AFTER_DAYS * DAY_MS));
        return pledge.id;
      }),
    );
  }

  /** For budgets, in its transaction: the funder has approved, so Stripe is asked to begin. */
  async begin(tx: Tx, id: Id<'rpl'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, id);
    pledge.approvedAt = tx.now;
    tx.audit('recurringPledge', id, 'approve', pledge.apply('approve'));
    await this.pledges.save(tx, pledge);
    const { needId, organisationId, amount, interval, collection, daysUntilDue, purchaseOrder } = pledge;
    const { title } = await this.needs.find(tx, needId);
    tx.emit(subscriptionRequested, {
      recurringPledgeId: id,
      needId,
      organisationId,
      description: title,
      amount: moneyPayload(amount),
      interval,
      collection,
      daysUntilDue,
      purchaseOrder,
    });
  }

  /** For budgets, in its transaction: the funder said no. */
  async reject(tx: Tx, id: Id<'rpl'>): Promise<void> {
    await this.give(tx, await this.pledges.lock(tx, id), 'reject');
  }

  /** The timer: nobody has approved in time. */
  async lapse(tx: Tx, id: Id<'rpl'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, id);
    if (pledge.status === 'promised') await this.give(tx, pledge, 'lapse');
  }

  /** No period is asked for until it is resumed. */
  async pause(principal: Principal, id: Id<'rpl'>, reason: string): Promise<void> {
    await this.wish(principal, id, { action: 'pause', from: ['active', 'past_due'], reason }, () => ({
      kind: 'pause',
    }));
  }

  async resume(principal: Principal, id: Id<'rpl'>, reason: string): Promise<void> {
    await this.wish(principal, id, { action: 'resume', from: ['paused'], reason }, () => ({ kind: 'resume' }));
  }

  /**
   * Ends it with its period, or with the first one that ends after the agreed notice; at once when that is asked for and no
   * notice was agreed, or when nothing was paid yet. What was paid stays.
   */
  async cancel(principal: Principal, id: Id<'rpl'>, reason: string, atOnce: boolean): Promise<void> {
    const from: RecurringPledgeStatus[] = ['promised', 'incomplete', ...RUNNING];
    await this.wish(principal, id, { action: atOnce ? 'cancel' : 'end', from, reason }, async (tx, pledge) => {
      if (pledge.status === 'promised') {
        await this.give(tx, pledge, 'withdraw');
        return null;
      }
      if (pledge.status === 'incomplete') return { kind: 'cancel' };
      return this.end(tx, pledge, atOnce);
    });
  }

  /** Takes an ending back. */
  async keep(principal: Principal, id: Id<'rpl'>, reason: string): Promise<void> {
    await this.wish(principal, id, { action: 'keep', from: RUNNING, reason }, (_tx, { endsAt, status, noticeDays }) => {
      if (endsAt === null) throw new IllegalTransitionError(RECURRING_PLEDGE.name, 'keep', status, ['ending']);
      return { kind: noticeDays > 0 ? 'keepDespiteNotice' : 'keep' };
    });
  }

  private async end(tx: Tx, pledge: RecurringPledge, atOnce: boolean): Promise<SubscriptionChange> {
    const { noticeDays, organisationId, interval, endsAt } = pledge;
    if (atOnce && noticeDays > 0) throw new NoticeAgreedError(noticeDays);
    if (!atOnce && endsAt !== null) throw new IllegalTransitionError(RECURRING_PLEDGE.name, 'end', 'ending', RUNNING);
    const periodEnd = present(pledge.currentPeriodEnd);
    const end = atOnce ? tx.now : endAfterNotice({ periodEnd, interval }, tx.now, noticeDays);
    const { recipientPersonId, title } = await this.needs.find(tx, pledge.needId);
    tx.emit(commitmentNoticeDue, {
      organisationId,
      recipientPersonId,
      notice: 'ending',
      title,
      amount: moneyPayload(pledge.amount),
      day: end.toISOString().slice(0, 10),
    });
    if (atOnce) return { kind: 'cancel' };
    return noticeDays > 0 ? { kind: 'endAt', at: end.toISOString() } : { kind: 'endWithPeriod' };
  }

  /** Writes down who wants what, and asks Stripe for it. */
  private async wish(
    principal: Principal,
    id: Id<'rpl'>,
    { action, from, reason }: Wish,
    changeOf: (tx: Tx, pledge: RecurringPledge) => SubscriptionChange | null | Promise<SubscriptionChange | null>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.pledges.find(tx, id);
      if (!known || !belongsTo(principal, known.organisationId)) throw new RecurringPledgeNotFoundError();
      assertRole(principal, known.organisationId, KEEPERS);
      const pledge = await this.pledges.lock(tx, id);
      if (!from.includes(pledge.status))
        throw new IllegalTransitionError(RECURRING_PLEDGE.name, action, pledge.status, from);
      const change = await changeOf(tx, pledge);
      await this.pledges.record(tx, id, { action, cause: 'person', personId: personOf(principal), reason });
      const subject = { type: 'organisation', id: pledge.organisationId } as const;
      tx.audit('recurringPledge', id, action, { reason: await commit(tx, subject, 'recurring pledge', reason) });
      if (change) tx.emit(subscriptionChangeRequested, { recurringPledgeId: id, change });
    });
  }

  private async give(tx: Tx, pledge: RecurringPledge, action: 'withdraw' | 'reject' | 'lapse'): Promise<void> {
    tx.audit('recurringPledge', pledge.id, action, pledge.apply(action));
    pledge.endedAt = tx.now;
    await this.pledges.save(tx, pledge);
  }
}

function promised(facts: {
  needId: Id<'need'>;
  organisationId: Id<'org'>;
  submittedBy: Id<'usr'>;
  amount: Money;
  interval: RecurringInterval;
  collection: RecurringCollection;
  daysUntilDue: number | null;
  purchaseOrder: string | null;
  noticeDays: number;
  submittedAt: Date;
}): RecurringPledge {
  const { amount, ...rest } = facts;
  return Object.assign(new RecurringPledge(), {
    ...rest,
    id: newId<'rpl'>(),
    amountMinor: amount.minor,
    currency: amount.currency,
    status: RECURRING_PLEDGE.initial,
    approvedAt: null,
    startedAt: null,
    currentPeriodEnd: null,
    endsAt: null,
    endedAt: null,
    paymentUrl: null,
    promisedPeriods: 0,
    isPromised: false,
    dunningSince: null,
    syncedAt: null,
    version: 1,
  });
}
