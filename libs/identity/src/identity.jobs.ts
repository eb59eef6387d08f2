import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  domainCheckDue,
  domainChecksDue,
  erasureDue,
  forgetInvitationsDue,
  organisationTransferExpiryDue,
} from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { OrganisationDomainsService } from './domains/organisation-domains.service.js';
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
    private readonly domains: OrganisationDomainsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('identity.expire-transfer', organisationTransferExpiryDue, (tx, { transferId }) =>
      this.transfers.expire(tx, asId(transferId)),
    );
    this.consumers.inTransaction('identity.erase', erasureDue, (tx, { erasureId }) =>
      this.erasures.carryOut(tx, asId(erasureId)),
    );
    this.consumers.repeatable('identity.check-domain', domainCheckDue, ({ domainId }) =>
      this.domains.check(asId(domainId)),
    );
    this.jobs.recurring('identity.check-domains', domainChecksDue, HOUR_MS, () => this.domains.announceDue());
    this.jobs.recurring('identity.forget-invitations', forgetInvitationsDue, HOUR_MS, () =>
      this.mailInvitations.forgetExpired(),
    );
  }
}
