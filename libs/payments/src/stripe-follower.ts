import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { ConnectedFollower } from './connected-follower.js';
import { FloatService } from './float.service.js';
import { PaymentsService } from './payments.service.js';
import { RefundsService } from './refunds.service.js';
import { StripeClient } from './stripe-client.js';
import { REFUND_EXPANSIONS } from './stripe-operations.js';
import { TransfersService } from './transfers.service.js';

/** Of a card, and of a payment by bank. */
const REFUND_ID = /^(re|pyr)_/;

/** Reads the object that an event is about as it is now, and hands it to whoever follows such objects. */
@Injectable()
export class StripeFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly payments: PaymentsService,
    private readonly transfers: TransfersService,
    private readonly connected: ConnectedFollower,
    private readonly float: FloatService,
    private readonly refunds: RefundsService,
  ) {}

  /** False for a type that nobody follows; the event is then kept as ignored. */
  async follow(type: string, objectId: string, account: string | null): Promise<boolean> {
    if (account !== null) return this.connected.follow(type, objectId, account);
    const { api } = this.stripe;
    // Some notifications, such as a returned account link, are about no object that could be read.
    if (objectId === '') return false;
    if (type.startsWith('checkout.session.')) return this.followSession(await api.checkout.sessions.retrieve(objectId));
    if (type.startsWith('payment_intent.')) return this.followIntent(objectId);
    if (REFUND_ID.test(objectId)) return this.followRefund(objectId);
    if (type.startsWith('charge.') && objectId.startsWith('ch_'))
      return this.followCharge(await api.charges.retrieve(objectId));
    if (type.startsWith('transfer.'))
      await this.transfers.follow(await api.transfers.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type.startsWith('topup.'))
      await this.float.follow(await api.topups.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type === 'balance.available') await this.float.balanceAvailable();
    else if (type.startsWith('v2.core.account')) await this.connected.followAccount(objectId);
    else return false;
    return true;
  }

  private async followSession(session: Stripe.Checkout.Session): Promise<boolean> {
    await this.payments.expire(session);
    const intent = session.payment_intent;
    return intent === null ? true : this.followIntent(typeof intent === 'string' ? intent : intent.id);
  }

  private async followCharge(charge: Stripe.Charge): Promise<boolean> {
    const intent = charge.payment_intent;
    if (intent === null) return false;
    await this.followIntent(typeof intent === 'string' ? intent : intent.id);
    if (charge.amount_refunded > 0)
      for await (const { id } of this.stripe.api.refunds.list({ charge: charge.id })) await this.followRefund(id);
    return true;
  }

  /** The payment first: its events may come later than those of the refund. */
  private async followRefund(id: string): Promise<boolean> {
    const refund = await this.stripe.api.refunds.retrieve(id, { expand: REFUND_EXPANSIONS });
    const intent = refund.payment_intent;
    if (intent !== null) await this.followIntent(typeof intent === 'string' ? intent : intent.id);
    await this.refunds.follow(refund);
    return true;
  }

  private async followIntent(id: string): Promise<boolean> {
    await this.payments.follow(
      await this.stripe.api.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] }),
    );
    return true;
  }
}
