import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { FloatService } from './float.service.js';
import { PayerFollower } from './payer-follower.js';
import { PaymentsService } from './payments.service.js';
import { RecipientsService } from './recipients.service.js';
import { StripeClient } from './stripe-client.js';
import { TransfersService } from './transfers.service.js';

/** Reads the object that an event is about as it is now, and hands it to whoever follows such objects. */
@Injectable()
export class StripeFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly payments: PaymentsService,
    private readonly payer: PayerFollower,
    private readonly transfers: TransfersService,
    private readonly recipients: RecipientsService,
    private readonly float: FloatService,
  ) {}

  /** False for a type that nobody follows; the event is then kept as ignored. */
  async follow(type: string, objectId: string): Promise<boolean> {
    const { api } = this.stripe;
    // Some notifications, such as a returned account link, are about no object that could be read.
    if (objectId === '') return false;
    if (type.startsWith('checkout.session.')) return this.followSession(await api.checkout.sessions.retrieve(objectId));
    if (type.startsWith('payment_intent.')) return this.followIntent(objectId);
    // A charge of a card is a ch_, of any other method a py_.
    if (type.startsWith('charge.') && /^(ch|py)_/.test(objectId))
      return this.followCharge(await api.charges.retrieve(objectId));
    if (type.startsWith('transfer.'))
      await this.transfers.follow(await api.transfers.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type.startsWith('topup.'))
      await this.float.follow(await api.topups.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type === 'balance.available') await this.float.balanceAvailable();
    else if (type.startsWith('v2.core.account')) await this.followAccount(objectId);
    else return this.payer.follow(type, objectId);
    return true;
  }

  private async followSession(session: Stripe.Checkout.Session): Promise<boolean> {
    await this.payments.expire(session);
    const intent = session.payment_intent;
    return intent === null ? true : this.followIntent(typeof intent === 'string' ? intent : intent.id);
  }

  private async followCharge(charge: Stripe.Charge): Promise<boolean> {
    const intent = charge.payment_intent;
    return intent === null ? false : this.followIntent(typeof intent === 'string' ? intent : intent.id);
  }

  private async followIntent(id: string): Promise<boolean> {
    const expand = ['latest_charge.balance_transaction'];
    const intent = await this.stripe.api.paymentIntents.retrieve(id, { expand });
    if (intent.metadata.payment_id === undefined) await this.payer.followIntentOfInvoice(id);
    else await this.payments.follow(intent);
    return true;
  }

  private async followAccount(id: string): Promise<void> {
    await this.recipients.follow(
      await this.stripe.api.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] }),
    );
  }
}
