import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  projectTiersDue,
  roleAppealDue,
  roleGrantDue,
  roleNoticeStored,
  roleRemovalDue,
  seatOfferDue,
} from '#platform/contracts';
import { DAY_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { RoleGrantsService } from './cases/role-grants.service.js';
import { SeatsService } from './pool/seats.service.js';
import { RemovalsService } from './removals/removals.service.js';
import { ProjectTiersService } from './tiers/project-tiers.service.js';

@Injectable()
export class VettingJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly grants: RoleGrantsService,
    private readonly removals: RemovalsService,
    private readonly tiers: ProjectTiersService,
    private readonly seats: SeatsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('vetting.role-grant-due', roleGrantDue, (tx, { grantId, dueAt }) =>
      this.grants.due(tx, asId(grantId), dueAt),
    );
    this.consumers.inTransaction('vetting.role-appeal-due', roleAppealDue, (tx, { grantId, filedAt }) =>
      this.grants.appealDue(tx, asId(grantId), filedAt),
    );
    this.consumers.inTransaction(
      'vetting.role-notice-stored',
      roleNoticeStored,
      (tx, { grantId, openedAt, audience }) => this.grants.noticeStored(tx, asId(grantId), openedAt, audience),
    );
    this.consumers.inTransaction('vetting.role-removal-due', roleRemovalDue, (tx, { removalId, dueAt }) =>
      this.removals.due(tx, removalId, dueAt),
    );
    this.consumers.inTransaction('vetting.seat-offer-due', seatOfferDue, (tx, { offerId }) =>
      this.seats.due(tx, asId(offerId)),
    );
    this.jobs.recurring('vetting.follow-tiers', projectTiersDue, DAY_MS, () => this.tiers.followEvidence());
  }
}
