import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock, HOUR_MS } from '#platform/kernel';
import { ConnectedPayoutsQueries } from './connected-payouts.queries.js';
import { ConnectedPayoutsService } from './connected-payouts.service.js';
import type { PayoutDestination } from './payout-failure.rules.js';
import { RecipientsService } from './recipients.service.js';
import { StripeClient } from './stripe-client.js';

const PAGE = 100;
/** How long after its day of arrival a payout is asked about: its event may still be on the way. */
const OVERDUE_AFTER_MS = 12 * HOUR_MS;

/** Reads what belongs to a connected account as it is now, with that account's own header. */
@Injectable()
export class ConnectedFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly payouts: ConnectedPayoutsService,
    private readonly recipients: RecipientsService,
    private readonly queries: ConnectedPayoutsQueries,
    private readonly clock: Clock,
  ) {}

  /** False for a type that nobody follows; the event is then kept as ignored. */
  async follow(type: string, objectId: string, account: string): Promise<boolean> {
    if (type.startsWith('payout.')) await this.followPayout(account, objectId);
    else if (type.startsWith('account.external_account.'))
      await this.payouts.followBanks(account, await this.banks(account));
    // The one event that is believed without a look: nothing of the account can be read after it.
    else if (type === 'account.application.deauthorized') await this.payouts.disconnect(account);
    else if (type === 'account.updated' || type === 'capability.updated') await this.followAccount(account);
    else return false;
    return true;
  }

  async followAccount(account: string): Promise<void> {
    await this.recipients.follow(
      await this.stripe.api.v2.core.accounts.retrieve(account, {
        include: ['configuration.recipient', 'requirements'],
      }),
    );
  }

  /** The daily look, for events that never came: at accounts that something is asked of, and at payouts that are late. */
  async sweep(): Promise<void> {
    for (let page = await this.queries.accountsToRead(null, PAGE); page.length > 0;) {
      for (const account of page) {
        await this.followAccount(account);
        await this.payouts.followBanks(account, await this.banks(account));
      }
      page = await this.queries.accountsToRead(page.at(-1)!, PAGE);
    }
    const before = new Date(this.clock.now().getTime() - OVERDUE_AFTER_MS);
    for (const { account, payout } of await this.queries.overdue(before, PAGE))
      await this.followPayout(account, payout);
  }

  private async followPayout(account: string, id: string): Promise<void> {
    const payout = await this.stripe.api.payouts.retrieve(id, {}, { stripeAccount: account });
    await this.payouts.follow(account, payout, payout.status === 'failed' ? await this.banks(account) : []);
  }

  private async banks(account: string): Promise<PayoutDestination[]> {
    const found: PayoutDestination[] = [];
    for await (const bank of this.stripe.api.accounts.listExternalAccounts(account, { limit: PAGE }))
      found.push(destination(bank));
    return found;
  }
}

function destination(bank: Stripe.ExternalAccount): PayoutDestination {
  const { id, currency, default_for_currency: isDefault, status } = bank;
  return { id, currency, status, isDefault: isDefault === true };
}
