import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasureObstacles } from '#libs/identity';
import { moneyOfPayload, pledgePaid, releasePartsPaid } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { MilestonesRepository } from './milestones.repository.js';
import { PayoutsService } from './payouts.service.js';
import { PlansService } from './plans.service.js';
import { ReviewFeesService } from './review-fees.service.js';

@Injectable()
export class MilestonesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly plans: PlansService,
    private readonly payouts: PayoutsService,
    private readonly fees: ReviewFeesService,
    private readonly milestones: MilestonesRepository,
    private readonly obstacles: ErasureObstacles,
  ) {}

  onModuleInit(): void {
    this.obstacles.register('open_need', (tx, personId) => this.milestones.hasOpenWork(tx, personId));
    this.consumers.inTransaction('milestones.fund', pledgePaid, (tx, { needId, pledgeId, amount }) =>
      this.plans.fund(tx, asId(needId), asId(pledgeId), moneyOfPayload(amount)),
    );
    this.consumers.inTransaction(
      'milestones.confirm-paid',
      releasePartsPaid,
      async (tx, { source, sourceId, partIds }) => {
        if (source === 'milestone') await this.payouts.confirm(tx, asId(sourceId), partIds);
        if (source === 'review') await this.fees.confirmPaid(tx, asId(sourceId));
      },
    );
  }
}
