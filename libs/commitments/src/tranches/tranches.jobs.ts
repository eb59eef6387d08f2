import { Injectable, type OnModuleInit } from '@nestjs/common';
import { milestoneMoved, pledgePaid, trancheDue, trancheEnded } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { TrancheProgress } from './tranche-progress.service.js';

@Injectable()
export class TranchesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly progress: TrancheProgress,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('commitments.ask-for-tranche', trancheDue, (tx, { pledgeId }) =>
      this.progress.due(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('commitments.follow-milestone', milestoneMoved, (tx, { milestoneId }) =>
      this.progress.moved(tx, asId(milestoneId)),
    );
    this.consumers.inTransaction('commitments.tranche-paid', pledgePaid, (tx, { pledgeId }) =>
      this.progress.paid(tx, asId(pledgeId)),
    );
    this.consumers.inTransaction('commitments.tranche-ended', trancheEnded, (tx, { pledgeId }) =>
      this.progress.ended(tx, asId(pledgeId)),
    );
  }
}
