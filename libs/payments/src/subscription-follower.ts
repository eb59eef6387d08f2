import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { subscriptionNotStarted, subscriptionSeen } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { Clock, asId, isUuid, newId, stripeMoney, systemActor } from '#platform/kernel';
import { insertInvoice, type Invoice } from './invoice.entity.js';
import { InvoicesService, VOID_PERIOD_AFTER_DAYS, planVoiding } from './invoices.service.js';
import { PaymentsService } from './payments.service.js';
import { StripeClient } from './stripe-client.js';
import { idOf } from './stripe-reference.js';
import { Subscription } from './subscription.entity.js';
import { lockSubscription } from './subscriptions.service.js';

const ACTOR = systemActor('payments.follow-subscription');
/** A draft may still change, and what was voided asks for nothing. */
const ASKING: readonly (string | null)[] = ['open', 'paid', 'uncollectible'];

/** The subscription whose period an invoice is for; null for any other invoice. */
export function subscriptionOf({ parent }: Stripe.Invoice): string | null {
  return idOf(parent?.subscription_details?.subscription);
}

/** Tells what a subscription shows at Stripe. Which one it is, its metadata say, so that any event may come first. */
@Injectable()
export class SubscriptionFollower {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stripe: StripeClient,
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
    private readonly clock: Clock,
  ) {}

  async follow(stripeSubscriptionId: string): Promise<void> {
    const readAt = this.clock.now();
    const remote = await this.stripe.api.subscriptions.retrieve(stripeSubscriptionId);
    // Newest first.
    const { data: open } = await this.stripe.api.invoices.list({
      subscription: stripeSubscriptionId,
      status: 'open',
      limit: 100,
    });
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const subscription = await this.known(tx, remote);
      if (!subscription) return;
      if (subscription.stripeSubscriptionId === null)
        await tx.manager.update(Subscription, { id: subscription.id }, { stripeSubscriptionId });
      if (remote.cancellation_details?.reason === 'payment_failed')
        await this.invoices.voidOfSubscription(tx, subscription.id);
      tx.emit(subscriptionSeen, {
        recurringPledgeId: subscription.id,
        readAt: readAt.toISOString(),
        status: statusOf(remote, open, readAt),
        isPaused: remote.pause_collection !== null,
        periodEnd: isoOf(remote.items.data[0]?.current_period_end ?? null),
        endsAt: isoOf(remote.cancel_at),
        paymentUrl: open.at(-1)?.hosted_invoice_url ?? null,
      });
    });
  }

  /** A Checkout that ended without a subscription. */
  async followSession({ id, metadata, status, subscription }: Stripe.Checkout.Session): Promise<void> {
    const started = idOf(subscription);
    if (started !== null) return this.follow(started);
    const pledgeId = metadata?.recurring_pledge_id;
    if (pledgeId === undefined || status !== 'expired') return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const known = await tx.manager.findOne(Subscription, { where: { checkoutSessionId: id } });
      if (known) tx.emit(subscriptionNotStarted, { recurringPledgeId: known.id, code: 'checkout_expired' });
    });
  }

  /**
   * The invoice of a period, as a row with its payment and the id of the pledge that the payment will be for. Locks the
   * subscription, so that of two events about a new invoice the second finds the row of the first.
   */
  async adopt(tx: Tx, remote: Stripe.Invoice, find: () => Promise<Invoice | null>): Promise<Invoice | null> {
    const stripeSubscriptionId = subscriptionOf(remote);
    const row = stripeSubscriptionId === null ? null : await findByStripeId(tx, stripeSubscriptionId);
    if (!row || !ASKING.includes(remote.status) || remote.amount_due <= 0) return null;
    const subscription = await lockSubscription(tx, row.id);
    const known = await find();
    if (known || !subscription) return known;
    const { organisationId, needId, description } = subscription;
    const amount = stripeMoney(remote.amount_due, remote.currency);
    const paymentId = await this.payments.open(tx, {
      pledge: { id: newId<'plg'>(), needId },
      organisationId,
      description,
      amount,
      means: 'invoice',
      subscriptionId: subscription.id,
    });
    const invoice = await insertInvoice(tx, {
      organisationId,
      paymentId,
      description,
      amount,
      purchaseOrder: subscription.purchaseOrder,
      lines: null,
      stripeInvoiceId: remote.id,
    });
    if (subscription.collection === 'invoice') planVoiding(tx, invoice.id, remote, VOID_PERIOD_AFTER_DAYS);
    return invoice;
  }

  private async known(tx: Tx, { id, metadata }: Stripe.Subscription): Promise<Subscription | null> {
    const named = metadata.recurring_pledge_id;
    if (named !== undefined && isUuid(named)) return lockSubscription(tx, asId(named));
    return findByStripeId(tx, id);
  }
}

function findByStripeId(tx: Tx, stripeSubscriptionId: string): Promise<Subscription | null> {
  return tx.manager.findOne(Subscription, { where: { stripeSubscriptionId } });
}

/**
 * Stripe's word for the state, save one: who has paid late all that was due is not behind because the next invoice,
 * which is not due yet, is open.
 */
function statusOf(
  { collection_method: method, status }: Stripe.Subscription,
  open: readonly Stripe.Invoice[],
  at: Date,
): string {
  const isBehind = open.some(({ due_date: due }) => due !== null && due * 1_000 <= at.getTime());
  return method === 'send_invoice' && status === 'past_due' && !isBehind ? 'active' : status;
}

function isoOf(unixSeconds: number | null): string | null {
  return unixSeconds === null ? null : new Date(unixSeconds * 1_000).toISOString();
}
