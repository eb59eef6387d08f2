import { Injectable, type OnModuleInit } from '@nestjs/common';
import { recipientAccountsDue } from '#platform/contracts';
import { DAY_MS } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { ConnectedFollower } from './connected-follower.js';

@Injectable()
export class ConnectedPayoutsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: RecurringJobs,
    private readonly follower: ConnectedFollower,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('payments.read-accounts', recipientAccountsDue, DAY_MS, () => this.follower.sweep());
  }
}
