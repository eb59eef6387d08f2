import { Injectable, type OnModuleInit } from '@nestjs/common';
import { demandCountDue } from '#platform/contracts';
import { DAY_MS } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { DemandService } from './demand.service.js';

/** Seldom on purpose: whoever looks for the day on which one more organisation came finds a week. */
const COUNT_EVERY_MS = 7 * DAY_MS;

@Injectable()
export class DemandJobs implements OnModuleInit {
  constructor(
    private readonly jobs: RecurringJobs,
    private readonly demand: DemandService,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('demand.count', demandCountDue, COUNT_EVERY_MS, () => this.demand.count());
  }
}
