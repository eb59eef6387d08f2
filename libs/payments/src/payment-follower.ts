import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { PayerFollower } from './payer-follower.js';
import { INTENT_EXPANSIONS } from './payer-operations.js';
import { PaymentsService } from './payments.service.js';
import { RefundsService } from './refunds.service.js';
import { SavedMethodFollower } from './saved/saved-method-follower.js';
import { StripeClient } from './stripe-client.js';
import { REFUND_EXPANSIONS } from './stripe-operations.js';
import { idOf } from './stripe-reference.js';

/** Of a card, and of a payment by bank. */
const REFUND_ID = /^(re|pyr)_/;
/** Of a card, and of any other method. */
const CHARGE_ID = /^(ch|py)_/;

/** Events about money that a payer sent, or got back, and about saved cards: sessions, intents, charges and refunds. */
@Injectable()
export class PaymentFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly payments: PaymentsService,
    private readonly payer: PayerFollower,
    private readonly refunds: RefundsService,
    private readonly saved: SavedMethodFollower,
  ) {}

  /** False for a type that is not about payments. */
  async follow(type: string, objectId: string): Promise<boolean> {
    const { api } = this.stripe;
    if (type.startsWith('checkout.session.')) return this.followSession(await api.checkout.sessions.retrieve(objectId));
    if (type.startsWith('setup_intent.')) return this.saved.followSetup(objectId);
    if (type.startsWith('payment_method.')) return this.saved.followCard(objectId);
    if (type.startsWith('payment_intent.')) return this.followIntent(objectId);
    if (REFUND_ID.test(objectId)) return this.followRefund(objectId);
    if (type.startsWith('charge.') && CHARGE_ID.test(objectId))
      return this.followCharge(await api.charges.retrieve(objectId));
    return false;
  }

  private async followSession(session: Stripe.Checkout.Session): Promise<boolean> {
    if (session.mode === 'setup') return this.saved.followSession(session);
    await this.payments.expire(session);
    const intent = idOf(session.payment_intent);
    return intent === null ? true : this.followIntent(intent);
  }

  private async followCharge(charge: Stripe.Charge): Promise<boolean> {
    const intent = idOf(charge.payment_intent);
    if (intent === null) return false;
    await this.followIntent(intent);
    if (charge.amount_refunded > 0)
      for await (const { id } of this.stripe.api.refunds.list({ charge: charge.id })) await this.followRefund(id);
    return true;
  }

  /** The payment first: its events may come later than those of the refund. */
  private async followRefund(id: string): Promise<boolean> {
    const refund = await this.stripe.api.refunds.retrieve(id, { expand: REFUND_EXPANSIONS });
    const intent = idOf(refund.payment_intent);
    if (intent !== null) await this.followIntent(intent);
    await this.refunds.follow(refund);
    return true;
  }

  private async followIntent(id: string): Promise<boolean> {
    const intent = await this.stripe.api.paymentIntents.retrieve(id, { expand: INTENT_EXPANSIONS });
    if (intent.metadata.payment_id === undefined) await this.payer.followIntentOfInvoice(id);
    else await this.payments.follow(intent);
    return true;
  }
}
