import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inKindLapseDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { InKindService } from './in-kind.service.js';

@Injectable()
export class InKindJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly contributions: InKindService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('pledges.lapse-in-kind', inKindLapseDue, (tx, { contributionId }) =>
      this.contributions.lapse(tx, asId(contributionId)),
    );
  }
}
