import { Injectable, type OnModuleInit } from '@nestjs/common';
import { findingsDue } from '#platform/contracts';
import { HOUR_MS } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { FindingsService } from './findings.service.js';

@Injectable()
export class FindingsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: RecurringJobs,
    private readonly findings: FindingsService,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('payments.look-for-findings', findingsDue, HOUR_MS, () => this.findings.look());
  }
}
