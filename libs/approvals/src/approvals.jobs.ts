import { Injectable, type OnModuleInit } from '@nestjs/common';
import { approvalExpiryDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ApprovalsService } from './approvals.service.js';

@Injectable()
export class ApprovalsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly approvals: ApprovalsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('approvals.expire', approvalExpiryDue, (tx, { approvalId }) =>
      this.approvals.expire(tx, asId(approvalId)),
    );
  }
}
