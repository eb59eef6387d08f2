import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BillingDetailsService } from '#libs/identity';
import { Config } from '#platform/config';
import {
  subscriptionChangeRequested,
  subscriptionCheckoutOpened,
  subscriptionNotStarted,
  type RecurringCollection,
  type RecurringInterval,
  type SubscriptionChange,
} from '#platform/contracts';
import type Stripe from 'stripe';
import type { Tx } from '#platform/database';
import { MINUTE_MS, addMs, asId, present, uuidv7, type Id, type Money } from '#platform/kernel';
import { InvoicesService } from './invoices.service.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { StripeCustomersService } from './stripe-customers.service.js';
import type { StripeResult } from './stripe-result.js';
import { Subscription } from './subscription.entity.js';
import {
  invoicedSubscription,
  subscriptionProduct,
  subscriptionSession,
  subscriptionUpdate,
} from './subscription-request.js';

const ONCE = '1';

export interface SubscriptionRequest {
  readonly id: Id<'rpl'>;
  readonly needId: Id<'need'>;
  readonly organisationId: Id<'org'>;
  /** What the payer reads at Stripe. */
  readonly description: string;
  readonly amount: Money;
  readonly interval: RecurringInterval;
  readonly collection: RecurringCollection;
  readonly daysUntilDue: number | null;
  readonly purchaseOrder: string | null;
}

/**
 * Subscriptions at Stripe: by card begun on a page of Stripe, by invoice by stored calls (customer, product, subscription);
 * changed and ended by stored calls.
 */
@Injectable()
export class SubscriptionsService implements OnModuleInit {
  constructor(
    private readonly calls: StripeCallsService,
    private readonly customers: StripeCustomersService,
    private readonly billing: BillingDetailsService,
    private readonly invoices: InvoicesService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { calls } = this;
    this.customers.listen({
      ready: async (tx, organisationId, customer) => {
        for (const waiting of await waitingFor(tx, organisationId)) await this.begin(tx, waiting, customer);
      },
      refused: async (tx, organisationId, code) => {
        for (const waiting of await waitingFor(tx, organisationId)) await this.refuse(tx, waiting.id, code);
      },
    });
    calls.onOutcome('subscription_checkout.create', {
      done: (tx, id, result) => this.checkoutOpened(tx, asId(id), result),
      refused: (tx, id, code) => this.refuse(tx, asId(id), code),
    });
    const refused = (tx: Tx, id: string, code: string) => this.refuse(tx, asId(id), code);
    calls.onOutcome('product.create', { done: (tx, id, result) => this.productMade(tx, asId(id), result), refused });
    calls.onOutcome('subscription.create', { done: (tx, id, result) => this.created(tx, asId(id), result), refused });
    // One that has ended or was paid meanwhile cannot be changed: what it is by then, its events tell.
    for (const operation of ['subscription.update', 'subscription.cancel', 'checkout.expire'] as const)
      calls.onOutcome(operation, {
        // Not before it has ended: one whose open invoice is gone looks as if its payer had caught up.
        done: (tx, id) =>
          operation === 'subscription.cancel' ? this.invoices.voidOfSubscription(tx, asId(id)) : Promise.resolve(),
        // The page of a payment is closed by the same call.
        refused: async (tx, id, code) => {
          const subject = (await lockSubscription(tx, asId(id))) ? 'recurringPledge' : 'payment';
          tx.audit(subject, id, 'callRefused', { operation, code });
        },
      });
  }

  /** Begins it: by card on a page that is opened, by invoice at once. Whose billing details are known is a customer of its own. */
  async open(tx: Tx, request: SubscriptionRequest): Promise<void> {
    const { amount, description, ...facts } = request;
    const subscription = Object.assign(new Subscription(), {
      ...facts,
      description: description.slice(0, 500),
      amountMinor: amount.minor,
      currency: amount.currency,
      createdAt: tx.now,
    });
    await tx.manager.insert(Subscription, subscription);
    const isBilled = (await this.billing.findWithin(tx, request.organisationId)) !== null;
    const customer = isBilled ? await this.customers.ensure(tx, request.organisationId) : null;
    if (!isBilled || customer !== null) await this.begin(tx, subscription, customer);
  }

  /** Asks Stripe for a change. What became of it is seen when the subscription is read again. */
  async change(tx: Tx, id: Id<'rpl'>, change: SubscriptionChange): Promise<void> {
    const subscription = present(await lockSubscription(tx, id));
    const { stripeSubscriptionId: known, checkoutSessionId, refusedAt } = subscription;
    const subject = { id, attempt: uuidv7(tx.now.getTime()) };
    const update = subscriptionUpdate(change);
    if (known !== null && update !== null)
      await this.calls.request(tx, 'subscription.update', subject, { id: known, ...update });
    else if (known !== null) await this.calls.request(tx, 'subscription.cancel', subject, { id: known });
    else if (checkoutSessionId !== null)
      await this.calls.request(tx, 'checkout.expire', subject, { id: checkoutSessionId });
    // The call that begins it is on the way.
    else if (refusedAt === null)
      tx.emit(subscriptionChangeRequested, { recurringPledgeId: id, change }, addMs(tx.now, MINUTE_MS));
  }

  private async begin(tx: Tx, subscription: Subscription, customer: string | null): Promise<void> {
    const { id, collection } = subscription;
    await tx.manager.update(Subscription, { id }, { requestedAt: tx.now });
    if (collection === 'card') await this.openCheckout(tx, subscription, customer);
    else await this.calls.request(tx, 'product.create', { id, attempt: ONCE }, subscriptionProduct(subscription));
  }

  private async productMade(tx: Tx, id: Id<'rpl'>, { id: product }: StripeResult): Promise<void> {
    const subscription = present(await lockSubscription(tx, id));
    const { organisationId } = subscription;
    const customer = present(await this.customers.ensure(tx, organisationId));
    const { address } = present(await this.billing.findWithin(tx, organisationId));
    const parameters = invoicedSubscription(subscription, { customer, country: address.country, product });
    await this.calls.request(tx, 'subscription.create', { id, attempt: ONCE }, parameters);
  }

  private async created(tx: Tx, id: Id<'rpl'>, { id: stripeSubscriptionId }: StripeResult): Promise<void> {
    await lockSubscription(tx, id);
    await tx.manager.update(Subscription, { id }, { stripeSubscriptionId });
    tx.audit('recurringPledge', id, 'openSubscription', { stripeSubscriptionId });
  }

  private async openCheckout(tx: Tx, subscription: Subscription, customer: string | null): Promise<void> {
    const { id } = subscription;
    const parameters = subscriptionSession(subscription, { customer, publicUrl: this.config.get('PUBLIC_URL') });
    await this.calls.request(tx, 'subscription_checkout.create', { id, attempt: ONCE }, parameters);
  }

  private async checkoutOpened(tx: Tx, id: Id<'rpl'>, { object }: StripeResult): Promise<void> {
    const { id: checkoutSessionId, url } = object as Stripe.Checkout.Session;
    await lockSubscription(tx, id);
    await tx.manager.update(Subscription, { id }, { checkoutSessionId });
    tx.audit('recurringPledge', id, 'openCheckout', { sessionId: checkoutSessionId });
    tx.emit(subscriptionCheckoutOpened, { recurringPledgeId: id, url: present(url) });
  }

  private async refuse(tx: Tx, id: Id<'rpl'>, code: string): Promise<void> {
    await lockSubscription(tx, id);
    await tx.manager.update(Subscription, { id }, { refusedAt: tx.now, requestedAt: tx.now });
    tx.emit(subscriptionNotStarted, { recurringPledgeId: id, code });
  }
}

export function lockSubscription(tx: Tx, id: Id<'rpl'>): Promise<Subscription | null> {
  return tx.manager.findOne(Subscription, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

function waitingFor(tx: Tx, organisationId: Id<'org'>): Promise<Subscription[]> {
  return tx.manager
    .createQueryBuilder(Subscription, 'subscription')
    .where('subscription.organisationId = :organisationId AND subscription.requestedAt IS NULL', { organisationId })
    .orderBy('subscription.id')
    .setLock('pessimistic_write')
    .getMany();
}
