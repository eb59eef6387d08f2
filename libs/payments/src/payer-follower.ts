import { Injectable } from '@nestjs/common';
import { Clock } from '#platform/kernel';
import { InvoiceFollower } from './invoice-follower.js';
import { StripeClient } from './stripe-client.js';
import { StripeCustomersService } from './stripe-customers.service.js';

/** Events about who pays, other than those of the payments that were opened here. */
@Injectable()
export class PayerFollower {
  constructor(
    private readonly stripe: StripeClient,
    private readonly invoices: InvoiceFollower,
    private readonly customers: StripeCustomersService,
    private readonly clock: Clock,
  ) {}

  /** False for a type that is not about payers. */
  async follow(type: string, objectId: string): Promise<boolean> {
    if (type.startsWith('invoice.')) await this.invoices.follow(objectId);
    else if (type.startsWith('invoice_payment.'))
      await this.invoices.follow(await this.invoices.ofInvoicePayment(objectId));
    else if (type.startsWith('cash_balance.') || type.startsWith('customer_cash_balance_transaction.'))
      await this.followCash(objectId);
    else return false;
    return true;
  }

  /** An intent that Stripe made for an invoice names no payment of ours; its invoice does. */
  async followIntentOfInvoice(intentId: string): Promise<void> {
    const invoice = await this.invoices.ofIntent(intentId);
    if (invoice !== null) await this.invoices.follow(invoice);
  }

  private async followCash(customerId: string): Promise<void> {
    const readAt = this.clock.now();
    const cash = await this.stripe.api.customers.retrieveCashBalance(customerId);
    await this.customers.followCash(customerId, cash, readAt);
  }
}
