import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { BillingDetailsService, actorOf, assertRole } from '#libs/identity';
import { Config } from '#platform/config';
import { payerNoticeDue, savedMethodActivated } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { asId, formatId, newId, present, systemActor, type Id, type Principal } from '#platform/kernel';
import { StripeCallsService } from '../stripe-calls.service.js';
import { StripeCustomersService } from '../stripe-customers.service.js';
import type { StripeResult } from '../stripe-operations.js';
import { SavedMethod } from './saved-method.entity.js';
import { SavedMethodMissingError, SavedMethodNotFoundError } from './saved-method.errors.js';
import { KEEPERS } from './saved-method.rules.js';
import { SAVED_METHOD } from './saved-method.states.js';
import { SavedMethodsRepository } from './saved-methods.repository.js';

const ACTOR = systemActor('payments.follow-saved-method');
const ONCE = '1';

/** Cards that organisations let themselves be charged with later. The card itself never comes here. */
@Injectable()
export class SavedMethodsService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: StripeCallsService,
    private readonly customers: StripeCustomersService,
    private readonly methods: SavedMethodsRepository,
    private readonly billing: BillingDetailsService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.customers.listen({
      ready: (tx, organisationId, customer) => this.customerReady(tx, organisationId, customer),
      refused: (tx, organisationId, code) => this.customerRefused(tx, organisationId, code),
    });
    this.calls.onOutcome('setup_session.create', {
      done: (tx, id, result) => this.sessionCreated(tx, asId(id), result),
      refused: (tx, id, code) => this.abandon(tx, asId(id), code),
    });
    // What is gone at Stripe already needs not be taken away there.
    this.calls.onOutcome('payment_method.detach', {
      done: () => Promise.resolve(),
      refused: () => Promise.resolve(),
    });
  }

  /** Opens a page on which the organisation gives a card; its address appears within seconds. One that is open stays. */
  async request(principal: Principal, organisationId: Id<'org'>): Promise<void> {
    assertRole(principal, organisationId, KEEPERS);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.billing.assertKnown(tx, organisationId);
      await this.open(tx, organisationId);
    });
  }

  /** For pledges, in their transaction: there is a card that can be charged. @throws SavedMethodMissingError */
  async assertActive(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    if (!(await this.methods.active(tx, organisationId))) throw new SavedMethodMissingError();
  }

  /** Takes the card away, here at once and at Stripe within seconds. What would be charged to it waits for another. */
  async remove(principal: Principal, organisationId: Id<'org'>): Promise<void> {
    assertRole(principal, organisationId, KEEPERS);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const method = await this.methods.lockOf(tx, organisationId, 'active');
      if (!method) throw new SavedMethodNotFoundError();
      await this.detach(tx, method);
      await this.end(tx, method);
    });
  }

  /** Takes over what a page of Stripe has brought: the card is used from now on instead of the one before. */
  async followSetup(methodId: string, setup: Stripe.SetupIntent): Promise<void> {
    const { payment_method: card } = setup;
    if (setup.status !== 'succeeded' || typeof card !== 'object' || card === null) return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const method = await this.methods.lock(tx, asId(methodId));
      if (!method || !SAVED_METHOD.transitions.activate.from.includes(method.status)) return;
      await this.replace(tx, method.organisationId);
      const change = method.apply('activate');
      method.stripeMethodId = card.id;
      method.savedAt = tx.now;
      takeFacts(method, card);
      await this.methods.save(tx, method);
      tx.audit('savedMethod', method.id, 'activate', change);
      tx.emit(savedMethodActivated, { organisationId: method.organisationId });
    });
  }

  /** The page ran out. */
  async expire(methodId: string): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) => this.abandon(tx, asId(methodId), 'expired'));
  }

  /** Takes over a card as Stripe has it now: banks renew them, and payers take them away. */
  async followCard(card: Stripe.PaymentMethod): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const method = await this.methods.lockByStripeId(tx, card.id);
      if (method?.status !== 'active') return;
      takeFacts(method, card);
      if (card.customer !== null) return this.methods.save(tx, method);
      await this.end(tx, method);
    });
  }

  private async open(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    if (await this.methods.lockOf(tx, organisationId, 'requested')) return;
    const method = Object.assign(new SavedMethod(), {
      id: newId<'svm'>(),
      organisationId,
      status: SAVED_METHOD.initial,
      createdAt: tx.now,
      version: 1,
    });
    await this.methods.insert(tx, method);
    tx.audit('savedMethod', method.id, 'request', { organisationId });
    const customer = await this.customers.ensure(tx, organisationId);
    if (customer !== null) await this.openSession(tx, method, customer);
  }

  private async customerReady(tx: Tx, organisationId: Id<'org'>, customer: string): Promise<void> {
    const method = await this.methods.lockOf(tx, organisationId, 'requested');
    if (method) await this.openSession(tx, method, customer);
  }

  private async customerRefused(tx: Tx, organisationId: Id<'org'>, code: string): Promise<void> {
    const method = await this.methods.lockOf(tx, organisationId, 'requested');
    if (method) await this.abandon(tx, method.id, code);
  }

  private async openSession(tx: Tx, { id, organisationId }: SavedMethod, customer: string): Promise<void> {
    const returnTo = (outcome: string): string =>
      new URL(`/payments/${outcome}?of=${formatId('org', organisationId)}`, this.config.get('PUBLIC_URL')).href;
    const metadata = { saved_method_id: id };
    await this.calls.request(
      tx,
      'setup_session.create',
      { id, attempt: ONCE },
      {
        mode: 'setup',
        currency: present(this.config.get('HELD_CURRENCIES')[0]).toLowerCase(),
        customer,
        allowed_payment_method_types: ['card'],
        success_url: returnTo('done'),
        cancel_url: returnTo('abandoned'),
        metadata,
        setup_intent_data: { metadata },
      },
    );
  }

  private async sessionCreated(tx: Tx, id: Id<'svm'>, { object }: StripeResult): Promise<void> {
    const session = object as Stripe.Checkout.Session;
    const method = present(await this.methods.lock(tx, id));
    method.checkoutSessionId = session.id;
    method.setupUrl = session.url;
    await this.methods.save(tx, method);
    const { organisationId } = method;
    const reference = session.url ?? '';
    tx.emit(payerNoticeDue, { organisationId, notice: 'card_wanted', amount: null, reference });
  }

  private async abandon(tx: Tx, id: Id<'svm'>, reason: string): Promise<void> {
    const method = await this.methods.lock(tx, id);
    if (!method || !SAVED_METHOD.transitions.abandon.from.includes(method.status)) return;
    tx.audit('savedMethod', id, 'abandon', { ...method.apply('abandon'), reason });
    method.setupUrl = null;
    await this.methods.save(tx, method);
  }

  private async replace(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    const former = await this.methods.lockOf(tx, organisationId, 'active');
    if (!former) return;
    await this.detach(tx, former);
    await this.end(tx, former);
  }

  private async detach(tx: Tx, { id, stripeMethodId }: SavedMethod): Promise<void> {
    await this.calls.request(tx, 'payment_method.detach', { id, attempt: ONCE }, { id: present(stripeMethodId) });
  }

  private async end(tx: Tx, method: SavedMethod): Promise<void> {
    tx.audit('savedMethod', method.id, 'remove', method.apply('remove'));
    await this.methods.save(tx, method);
  }
}

function takeFacts(method: SavedMethod, { card }: Stripe.PaymentMethod): void {
  if (!card) return;
  method.brand = card.brand;
  method.last4 = card.last4;
  method.expires = `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}`;
}
