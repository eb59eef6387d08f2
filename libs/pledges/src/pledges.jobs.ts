import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  holdReminderDue,
  moneyOfPayload,
  paymentExpired,
  paymentGivenUp,
  paymentSucceeded,
  pledgeLapseDue,
  pledgePaid,
  refundEnded,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { HeldPledgesService } from './held-pledges.service.js';
import { PledgePaymentsService } from './pledge-payments.service.js';
import { PledgesService } from './pledges.service.js';

@Injectable()
export class PledgesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly pledges: PledgesService,
    private readonly payments: PledgePaymentsService,
    private readonly held: HeldPledgesService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('pledges.confirm-payment', paymentSucceeded, (tx, { pledgeId, amount }) =>
      this.payments.confirmPayment(tx, asId(pledgeId), moneyOfPayload(amount)),
    );
    this.consumers.inTransaction('pledges.expire-payment', paymentExpired, (tx, { pledgeId }) =>
      this.payments.expirePayment(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('pledges.give-up', paymentGivenUp, (tx, { pledgeId }) =>
      this.pledges.giveUp(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('pledges.lapse', pledgeLapseDue, (tx, { pledgeId }) =>
      this.pledges.lapse(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('pledges.start-hold', pledgePaid, (tx, { pledgeId }) =>
      this.held.start(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('pledges.remind-of-hold', holdReminderDue, (tx, { pledgeId, daysLeft }) =>
      this.held.remind(tx, asId(pledgeId), daysLeft),
    );
    this.consumers.inTransaction('pledges.confirm-returned', refundEnded, (tx, { pledgeId }) =>
      this.held.confirmReturned(tx, asId(pledgeId)),
    );
  }
}
