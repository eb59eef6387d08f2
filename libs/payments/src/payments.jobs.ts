import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  allocationPaymentRequested,
  allocationPaymentWithdrawn,
  amountsPayable,
  milestoneReleased,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ReleasePartsService } from './release-parts.service.js';
import { RunPaymentsService } from './run-payments.service.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { StripeInboxService } from './stripe-inbox.service.js';
import { TransfersService } from './transfers.service.js';

@Injectable()
export class PaymentsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly parts: ReleasePartsService,
    private readonly transfers: TransfersService,
    private readonly calls: StripeCallsService,
    private readonly inbox: StripeInboxService,
    private readonly runs: RunPaymentsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('payments.take-release', milestoneReleased, (tx, release) =>
      this.parts.take(tx, release),
    );
    this.consumers.inTransaction('payments.take-credit', amountsPayable, (tx, credit) =>
      this.parts.takeCredit(tx, credit),
    );
    this.consumers.inTransaction('payments.open-for-run', allocationPaymentRequested, (tx, request) =>
      this.runs.open(tx, request),
    );
    this.consumers.inTransaction('payments.withdraw-from-run', allocationPaymentWithdrawn, (tx, { runId }) =>
      this.runs.withdraw(tx, asId(runId)),
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
