import { Injectable, type OnModuleInit } from '@nestjs/common';
import { organisationTransferExpiryDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { OrganisationTransfersService } from './organisation-transfers.service.js';

@Injectable()
export class IdentityJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly transfers: OrganisationTransfersService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('identity.expire-transfer', organisationTransferExpiryDue, (tx, { transferId }) =>
      this.transfers.expire(tx, asId(transferId)),
    );
  }
}
