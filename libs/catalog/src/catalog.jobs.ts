import { Injectable, type OnModuleInit } from '@nestjs/common';
import { claimVerificationRequested } from '#platform/contracts';
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
    this.consumers.repeatable('catalog.check-claim', claimVerificationRequested, ({ claimId }) =>
      this.claims.check(asId(claimId)),
    );
  }
}
