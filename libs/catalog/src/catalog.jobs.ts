import { Injectable, type OnModuleInit } from '@nestjs/common';
import { claimExpiryDue, claimVerificationRequested } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ClaimsService } from './claims.service.js';

@Injectable()
export class CatalogJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly claims: ClaimsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('catalog.expire-claim', claimExpiryDue, (tx, { claimId }) =>
      this.claims.expire(tx, asId(claimId)),
    );
    this.consumers.repeatable('catalog.check-claim', claimVerificationRequested, ({ claimId }) =>
      this.claims.check(asId(claimId)),
    );
  }
}
