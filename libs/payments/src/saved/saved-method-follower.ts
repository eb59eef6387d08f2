import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { StripeClient } from '../stripe-client.js';
import { idOf } from '../stripe-reference.js';
import { SavedMethodsService } from './saved-methods.service.js';

/** Events about saved cards: the pages they are given on, and what becomes of them later. */
@Injectable()
export class SavedMethodFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly methods: SavedMethodsService,
  ) {}

  /** A page on which a card is given was finished, or ran out. */
  async followSession(session: Stripe.Checkout.Session): Promise<boolean> {
    const methodId = session.metadata?.saved_method_id;
    const setup = idOf(session.setup_intent);
    if (methodId === undefined || setup === null) return false;
    if (session.status === 'expired') await this.methods.expire(methodId);
    return this.followSetup(setup);
  }

  /** False for one that was not asked for here. */
  async followSetup(setupId: string): Promise<boolean> {
    const setup = await this.stripe.api.setupIntents.retrieve(setupId, { expand: ['payment_method'] });
    const methodId = setup.metadata?.saved_method_id;
    if (methodId === undefined) return false;
    await this.methods.followSetup(methodId, setup);
    return true;
  }

  async followCard(cardId: string): Promise<boolean> {
    await this.methods.followCard(await this.stripe.api.paymentMethods.retrieve(cardId));
    return true;
  }
}
