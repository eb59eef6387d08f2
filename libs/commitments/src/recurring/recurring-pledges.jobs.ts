import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  dunningStepDue,
  moneyOfPayload,
  recurringPeriodPaid,
  recurringPledgeLapseDue,
  subscriptionCheckoutOpened,
  subscriptionNotStarted,
  subscriptionSeen,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { RecurringPledgeFollower } from './recurring-pledge.follower.js';
import { RecurringPledgesService } from './recurring-pledges.service.js';

@Injectable()
export class RecurringPledgesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly pledges: RecurringPledgesService,
    private readonly follower: RecurringPledgeFollower,
  ) {}

  onModuleInit(): void {
    const { consumers, follower } = this;
    consumers.inTransaction('commitments.lapse-recurring', recurringPledgeLapseDue, (tx, { recurringPledgeId }) =>
      this.pledges.lapse(tx, asId(recurringPledgeId)),
    );
    consumers.inTransaction('commitments.follow-subscription', subscriptionSeen, (tx, reading) =>
      follower.takeOver(tx, reading),
    );
    consumers.inTransaction(
      'commitments.checkout-opened',
      subscriptionCheckoutOpened,
      (tx, { recurringPledgeId, url }) => follower.checkoutOpened(tx, asId(recurringPledgeId), url),
    );
    consumers.inTransaction('commitments.not-started', subscriptionNotStarted, (tx, { recurringPledgeId }) =>
      follower.notStarted(tx, asId(recurringPledgeId)),
    );
    consumers.inTransaction(
      'commitments.period-paid',
      recurringPeriodPaid,
      (tx, { recurringPledgeId, pledgeId, amount }) =>
        follower.periodPaid(tx, asId(recurringPledgeId), asId(pledgeId), moneyOfPayload(amount)),
    );
    consumers.inTransaction('commitments.dun', dunningStepDue, (tx, { recurringPledgeId, since, step }) =>
      follower.dun(tx, asId(recurringPledgeId), since, step),
    );
  }
}
