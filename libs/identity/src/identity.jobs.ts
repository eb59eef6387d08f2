import { Injectable, type OnModuleInit } from '@nestjs/common';
import { erasureDue, forgetInvitationsDue, organisationTransferExpiryDue } from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { ErasuresService } from './erasures.service.js';
import { MailInvitationsService } from './mail-invitations.service.js';
import { OrganisationTransfersService } from './organisation-transfers.service.js';

@Injectable()
export class IdentityJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly transfers: OrganisationTransfersService,
    private readonly mailInvitations: MailInvitationsService,
    private readonly erasures: ErasuresService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('identity.expire-transfer', organisationTransferExpiryDue, (tx, { transferId }) =>
      this.transfers.expire(tx, asId(transferId)),
    );
    this.consumers.inTransaction('identity.erase', erasureDue, (tx, { erasureId }) =>
      this.erasures.carryOut(tx, asId(erasureId)),
    );
    this.jobs.recurring('identity.forget-invitations', forgetInvitationsDue, HOUR_MS, () =>
      this.mailInvitations.forgetExpired(),
    );
  }
}
