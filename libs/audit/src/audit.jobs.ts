import { Injectable, type OnModuleInit } from '@nestjs/common';
import { auditCheckpointDue } from '#platform/contracts';
import { SECOND_MS } from '#platform/kernel';
import { RecurringJobs } from '#platform/queue';
import { CheckpointsService } from './checkpoints.service.js';

/** How often is looked whether a checkpoint is due: often enough to notice soon that 1,000 leaves came within a minute. */
const LOOK_EVERY_MS = 15 * SECOND_MS;

@Injectable()
export class AuditJobs implements OnModuleInit {
  constructor(
    private readonly jobs: RecurringJobs,
    private readonly checkpoints: CheckpointsService,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('audit.checkpoint', auditCheckpointDue, LOOK_EVERY_MS, () => this.checkpoints.publishWhenDue());
  }
}
