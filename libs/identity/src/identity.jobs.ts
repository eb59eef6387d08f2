import { Injectable, type OnModuleInit } from '@nestjs/common';
import { forgetInvitationsDue, organisationTransferExpiryDue } from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { MailInvitationsService } from './mail-invitations.service.js';
import { OrganisationTransfersService } from './organisation-transfers.service.js';

@Injectable()
export class IdentityJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly transfers: OrganisationTransfersService,
    private readonly mailInvitations: MailInvitationsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('identity.expire-transfer', organisationTransferExpiryDue, (tx, { transferId }) =>
      this.transfers.expire(tx, asId(transferId)),
    );
    this.jobs.recurring('identity.forget-invitations', forgetInvitationsDue, HOUR_MS, () =>
      this.mailInvitations.forgetExpired(),
    );
  }
}
