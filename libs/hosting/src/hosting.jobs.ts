import { Injectable, type OnModuleInit } from '@nestjs/common';
import { releasePartsPaid } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ProjectPayoutsService } from './project-payouts.service.js';

@Injectable()
export class HostingJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly payouts: ProjectPayoutsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('hosting.confirm-paid', releasePartsPaid, async (tx, { source, sourceId }) => {
      if (source === 'project_payout') await this.payouts.confirmPaid(tx, asId(sourceId));
    });
  }
}
