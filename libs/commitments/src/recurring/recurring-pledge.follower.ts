import { Injectable } from '@nestjs/common';
import { NeedsService } from '#libs/needs';
import { PledgePaymentsService } from '#libs/pledges';
import {
  commitmentNoticeDue,
  dunningStepDue,
  moneyPayload,
  subscriptionChangeRequested,
  type CommitmentNotice,
  type RecurringCollection,
  type SubscriptionReading,
} from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, asId, present, type Id, type Money } from '#platform/kernel';
import type { RecurringPledge } from './recurring-pledge.entity.js';
import { DUNNING_STEPS, LAST_STEP } from './recurring-pledge.rules.js';
import { recurringActionFor, type RecurringPledgeAction } from './recurring-pledge.states.js';
import { RecurringPledgesRepository } from './recurring-pledges.repository.js';

/** By step. That an invoice is overdue its payer hears from payments, so the first notice is of cards alone. */
const NOTICES: Readonly<Record<RecurringCollection, Readonly<Record<number, CommitmentNotice>>>> = {
  card: { 1: 'payment_failed', 2: 'payment_still_failing', 3: 'payment_last_notice' },
  invoice: { 2: 'invoice_still_overdue', 3: 'invoice_last_notice' },
};

const METHODS = { card: 'checkout', invoice: 'invoice' } as const;

/** Takes over what payments has seen of a subscription, and what is due when its payer is behind. */
@Injectable()
export class RecurringPledgeFollower {
  constructor(
    private readonly pledges: RecurringPledgesRepository,
    private readonly children: PledgePaymentsService,
    private readonly needs: NeedsService,
  ) {}

  /** Readings may come in any order, and often: an older one changes nothing, nor does one that says what is known. */
  async takeOver(tx: Tx, reading: SubscriptionReading): Promise<void> {
    const pledge = await this.pledges.lock(tx, asId(reading.recurringPledgeId));
    const readAt = new Date(reading.readAt);
    if (pledge.endedAt !== null || (pledge.syncedAt !== null && pledge.syncedAt > readAt)) return;
    pledge.syncedAt = readAt;
    pledge.currentPeriodEnd = dateOf(reading.periodEnd);
    pledge.endsAt = dateOf(reading.endsAt);
    // Before anything is paid it is the page of the Checkout that counts.
    if (pledge.status !== 'incomplete' || reading.status !== 'incomplete') pledge.paymentUrl = reading.paymentUrl;
    const action = recurringActionFor(pledge.status, reading);
    if (action !== null) await this.transition(tx, pledge, action);
    await this.followDunning(tx, pledge);
    await this.pledges.save(tx, pledge);
  }

  async checkoutOpened(tx: Tx, id: Id<'rpl'>, url: string): Promise<void> {
    const pledge = await this.pledges.lock(tx, id);
    if (pledge.status !== 'incomplete') return;
    pledge.paymentUrl = url;
    await this.pledges.save(tx, pledge);
  }

  /** Nobody has paid the first period in time, or Stripe did not want it. */
  async notStarted(tx: Tx, id: Id<'rpl'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, id);
    if (pledge.status !== 'incomplete') return;
    await this.transition(tx, pledge, 'expire');
    await this.pledges.save(tx, pledge);
  }

  /** A period was paid: one pledge, however often it is said. What the need cannot take stays with the organisation. */
  async periodPaid(tx: Tx, id: Id<'rpl'>, pledgeId: Id<'plg'>, amount: Money): Promise<void> {
    const { collection, needId, organisationId, submittedBy, approvedAt } = present(await this.pledges.find(tx, id));
    if (await this.pledges.isPeriodKnown(tx, pledgeId)) return;
    const facts = { id: pledgeId, needId, organisationId, submittedBy, approvedAt, amount };
    const isTaken = await this.children.takePaid(tx, { ...facts, method: METHODS[collection] });
    const pledge = await this.pledges.lock(tx, id);
    await this.pledges.addPeriod(tx, id, pledgeId);
    await this.pledges.endPromise(tx, pledge, 'paid');
    await this.pledges.save(tx, pledge);
    if (!isTaken) await this.pauseForFullNeed(tx, pledge);
  }

  /** The timer: a notice, or the end, unless the payer has caught up since. */
  async dun(tx: Tx, id: Id<'rpl'>, since: string, step: number): Promise<void> {
    const pledge = await this.pledges.lock(tx, id);
    if (pledge.status !== 'past_due' || pledge.dunningSince?.toISOString() !== since) return;
    await this.warn(tx, pledge, step);
    if (step !== LAST_STEP) return;
    await this.pledges.record(tx, id, { action: 'cancel', cause: 'payment_failed', personId: null, reason: null });
    tx.emit(subscriptionChangeRequested, { recurringPledgeId: id, change: { kind: 'cancel' } });
  }

  private async transition(tx: Tx, pledge: RecurringPledge, action: RecurringPledgeAction): Promise<void> {
    tx.audit('recurringPledge', pledge.id, action, pledge.apply(action));
    if (action === 'activate') pledge.startedAt ??= tx.now;
    if (action !== 'cancel' && action !== 'expire') return;
    pledge.endedAt = tx.now;
    pledge.paymentUrl = null;
    pledge.endsAt = null;
    if (action === 'expire') await this.tell(tx, pledge, 'not_started', { maintainer: false });
  }

  /** One delay has its notices once, whatever number of failures it has. */
  private async followDunning(tx: Tx, pledge: RecurringPledge): Promise<void> {
    const { id, status, collection, dunningSince } = pledge;
    if (status === 'past_due' && dunningSince === null) {
      pledge.dunningSince = tx.now;
      await this.warn(tx, pledge, 1);
      const since = tx.now.toISOString();
      for (const { step, afterDays } of DUNNING_STEPS[collection])
        tx.emit(dunningStepDue, { recurringPledgeId: id, since, step }, addMs(tx.now, afterDays * DAY_MS));
    }
    if (status === 'past_due' || dunningSince === null) return;
    pledge.dunningSince = null;
    if (status === 'canceled') await this.tell(tx, pledge, 'ended_unpaid', { maintainer: true });
  }

  private async warn(tx: Tx, pledge: RecurringPledge, step: number): Promise<void> {
    const notice = NOTICES[pledge.collection][step];
    if (notice !== undefined) await this.tell(tx, pledge, notice, { maintainer: false });
  }

  private async pauseForFullNeed(tx: Tx, pledge: RecurringPledge): Promise<void> {
    const { id } = pledge;
    await this.pledges.record(tx, id, { action: 'pause', cause: 'need_funded', personId: null, reason: null });
    tx.emit(subscriptionChangeRequested, { recurringPledgeId: id, change: { kind: 'pause' } });
    await this.tell(tx, pledge, 'need_funded', { maintainer: false });
  }

  private async tell(
    tx: Tx,
    { needId, organisationId, amount }: RecurringPledge,
    notice: CommitmentNotice,
    { maintainer }: { readonly maintainer: boolean },
  ): Promise<void> {
    const { recipientPersonId, title } = await this.needs.find(tx, needId);
    tx.emit(commitmentNoticeDue, {
      organisationId,
      recipientPersonId: maintainer ? recipientPersonId : null,
      notice,
      title,
      amount: moneyPayload(amount),
      day: tx.now.toISOString().slice(0, 10),
    });
  }
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
