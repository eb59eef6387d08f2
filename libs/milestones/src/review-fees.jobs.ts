import { Injectable, type OnModuleInit } from '@nestjs/common';
import { releasePartsPaid } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ReviewFeesService } from './review-fees.service.js';

@Injectable()
export class ReviewFeesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly fees: ReviewFeesService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('review-fees.confirm-paid', releasePartsPaid, async (tx, { source, sourceId }) => {
      if (source === 'review') await this.fees.confirmPaid(tx, asId(sourceId));
    });
  }
}
