import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PledgesQueries } from '#libs/pledges';
import { pledgeSubmitted } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { PledgeApprovalsService } from './pledge-approvals.service.js';

@Injectable()
export class BudgetsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly approvals: PledgeApprovalsService,
    private readonly pledges: PledgesQueries,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('budgets.open-approval', pledgeSubmitted, async (tx, { pledgeId }) => {
      const pledge = await this.pledges.findWithin(tx, asId(pledgeId));
      if (pledge?.status === 'promised') await this.approvals.openFor(tx, pledge);
    });
  }
}
