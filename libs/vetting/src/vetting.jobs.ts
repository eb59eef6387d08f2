import { Injectable, type OnModuleInit } from '@nestjs/common';
import { roleGrantDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { RoleGrantsService } from './cases/role-grants.service.js';

@Injectable()
export class VettingJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly grants: RoleGrantsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('vetting.role-grant-due', roleGrantDue, (tx, { grantId, dueAt }) =>
      this.grants.due(tx, asId(grantId), dueAt),
    );
  }
}
