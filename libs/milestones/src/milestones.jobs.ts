import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasureObstacles } from '#libs/identity';
import { holdExpiryDue, moneyOfPayload, pledgePaid, refundAdopted, releasePartsPaid } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { MilestonesRepository } from './milestones.repository.js';
import { PayoutsService } from './payouts.service.js';
import { PlansService } from './plans.service.js';
import { ReturnsService } from './returns.service.js';

@Injectable()
export class MilestonesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly plans: PlansService,
    private readonly payouts: PayoutsService,
    private readonly returns: ReturnsService,
    private readonly milestones: MilestonesRepository,
    private readonly obstacles: ErasureObstacles,
  ) {}

  onModuleInit(): void {
    this.obstacles.register('open_need', (tx, personId) => this.milestones.hasOpenWork(tx, personId));
    this.obstacles.register('open_review', (tx, personId) => this.milestones.hasOpenReview(tx, personId));
    this.consumers.inTransaction('milestones.fund', pledgePaid, (tx, { needId, pledgeId }) =>
      this.plans.fund(tx, asId(needId), asId(pledgeId)),
    );
    this.consumers.inTransaction('milestones.expire-hold', holdExpiryDue, (tx, { pledgeId, lastCall }) =>
      this.returns.expire(tx, asId(pledgeId), { lastCall }),
    );
    this.consumers.inTransaction('milestones.adopt-refund', refundAdopted, (tx, { refundId, pledgeId, ...amounts }) =>
      this.returns.adopt(tx, {
        refundId: asId(refundId),
        pledgeId: asId(pledgeId),
        paid: moneyOfPayload(amounts.paid),
        amount: moneyOfPayload(amounts.amount),
      }),
    );
    this.consumers.inTransaction(
      'milestones.confirm-paid',
      releasePartsPaid,
      async (tx, { source, sourceId, partIds }) => {
        if (source === 'milestone') await this.payouts.confirm(tx, asId(sourceId), partIds);
      },
    );
  }
}
