import { Injectable, type OnModuleInit } from '@nestjs/common';
import { projectTiersDue, roleGrantDue } from '#platform/contracts';
import { DAY_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';

@Injectable()
export class VettingJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly grants: RoleGrantsService,
    private readonly tiers: ProjectTiersService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('vetting.role-grant-due', roleGrantDue, (tx, { grantId, dueAt }) =>
      this.grants.due(tx, asId(grantId), dueAt),
    );
    this.jobs.recurring('vetting.follow-tiers', projectTiersDue, DAY_MS, () => this.tiers.followEvidence());
  }
}
