import { Injectable } from '@nestjs/common';
import { ConnectedFollower } from './connected-follower.js';
import { FloatService } from './float.service.js';
import { PayerFollower } from './payer-follower.js';
import { PaymentFollower } from './payment-follower.js';
import { StripeClient } from './stripe-client.js';
import { TransfersService } from './transfers.service.js';

/** Reads the object that an event is about as it is now, and hands it to whoever follows such objects. */
@Injectable()
export class StripeFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly payments: PaymentFollower,
    private readonly payer: PayerFollower,
    private readonly transfers: TransfersService,
    private readonly connected: ConnectedFollower,
    private readonly float: FloatService,
  ) {}

  /** False for a type that nobody follows; the event is then kept as ignored. */
  async follow(type: string, objectId: string, account: string | null): Promise<boolean> {
    if (account !== null) return this.connected.follow(type, objectId, account);
    const { api } = this.stripe;
    // Some notifications, such as a returned account link, are about no object that could be read.
    if (objectId === '') return false;
    if (type.startsWith('transfer.'))
      await this.transfers.follow(await api.transfers.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type.startsWith('topup.'))
      await this.float.follow(await api.topups.retrieve(objectId, { expand: ['balance_transaction'] }));
    else if (type === 'balance.available') await this.float.balanceAvailable();
    else if (type.startsWith('v2.core.account')) await this.connected.followAccount(objectId);
    else return (await this.payments.follow(type, objectId)) || this.payer.follow(type, objectId);
    return true;
  }
}
