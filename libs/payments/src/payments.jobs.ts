import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasureObstacles } from '#libs/identity';
import {
  milestoneReleased,
  pledgePaymentRequested,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
} from '#platform/contracts';
import { Consumers } from '#platform/queue';
import { PaymentsService } from './payments.service.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { StripeInboxService } from './stripe-inbox.service.js';
import { TransfersService } from './transfers.service.js';

@Injectable()
export class PaymentsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly payments: PaymentsService,
    private readonly transfers: TransfersService,
    private readonly calls: StripeCallsService,
    private readonly inbox: StripeInboxService,
    private readonly obstacles: ErasureObstacles,
  ) {}

  onModuleInit(): void {
    this.obstacles.register('money_owed', (tx, personId) => this.transfers.areUnderWay(tx, personId));
    this.consumers.inTransaction('payments.open', pledgePaymentRequested, (tx, request) =>
      this.payments.open(tx, request),
    );
    this.consumers.inTransaction('payments.queue-transfers', milestoneReleased, (tx, release) =>
      this.transfers.queue(tx, release),
    );
    this.consumers.repeatable('payments.send-transfers', transfersDue, () => this.transfers.sendDue());
    this.consumers.repeatable('payments.call-stripe', stripeCallRequested, ({ stripeCallId }) =>
      this.calls.execute(stripeCallId),
    );
    this.consumers.repeatable('payments.handle-event', stripeEventReceived, ({ stripeEventId }) =>
      this.inbox.handle(stripeEventId),
    );
  }
}
