import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  billingDetailsChanged,
  invoiceVoidDue,
  moneyOfPayload,
  pledgePaymentRequested,
  subscriptionChangeRequested,
  subscriptionRequested,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { InvoicesService } from './invoices.service.js';
import { PaymentsService } from './payments.service.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { ChargesService } from './saved/charges.service.js';
import { StripeCustomersService } from './stripe-customers.service.js';

@Injectable()
export class PayerJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
    private readonly customers: StripeCustomersService,
    private readonly subscriptions: SubscriptionsService,
    private readonly charges: ChargesService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('payments.open', pledgePaymentRequested, async (tx, request) => {
      const { description, means, purchaseOrder } = request;
      const payment = {
        pledge: { id: asId<'plg'>(request.pledgeId), needId: asId<'need'>(request.needId) },
        organisationId: asId<'org'>(request.organisationId),
        description,
        amount: moneyOfPayload(request.amount),
      };
      if (means === 'saved_method') await this.charges.open(tx, payment);
      else if (means === 'invoice') await this.invoices.open(tx, { ...payment, purchaseOrder });
      else await this.payments.open(tx, { ...payment, means });
    });
    this.consumers.inTransaction('payments.void-invoice', invoiceVoidDue, (tx, { invoiceId }) =>
      this.invoices.voidUnpaid(tx, asId(invoiceId)),
    );
    this.consumers.inTransaction('payments.open-subscription', subscriptionRequested, (tx, request) =>
      this.subscriptions.open(tx, {
        id: asId(request.recurringPledgeId),
        needId: asId(request.needId),
        organisationId: asId(request.organisationId),
        description: request.description,
        amount: moneyOfPayload(request.amount),
        interval: request.interval,
        collection: request.collection,
        daysUntilDue: request.daysUntilDue,
        purchaseOrder: request.purchaseOrder,
      }),
    );
    this.consumers.inTransaction(
      'payments.change-subscription',
      subscriptionChangeRequested,
      (tx, { recurringPledgeId, change }) => this.subscriptions.change(tx, asId(recurringPledgeId), change),
    );
    this.consumers.inTransaction('payments.refresh-customer', billingDetailsChanged, (tx, { organisationId }) =>
      this.customers.refresh(tx, asId(organisationId)),
    );
  }
}
