import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  claimCheckDue,
  claimExpiryDue,
  claimVerificationRequested,
  dueClaimChecksDue,
  personErased,
} from '#platform/contracts';
import { HOUR_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { ClaimChecks } from './claim-checks.service.js';
import { ClaimsService } from './claims.service.js';
import { ManifestsService } from './manifests/manifests.service.js';

@Injectable()
export class CatalogJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly claims: ClaimsService,
    private readonly checks: ClaimChecks,
    private readonly manifests: ManifestsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('catalog.expire-claim', claimExpiryDue, (tx, { claimId }) =>
      this.claims.expire(tx, asId(claimId)),
    );
    this.consumers.inTransaction('catalog.end-claims', personErased, (tx, { personId }) =>
      this.claims.endAllOf(tx, asId(personId)),
    );
    this.consumers.inTransaction('catalog.discard-manifests', personErased, (tx, { personId }) =>
      this.manifests.discardAllOf(tx, asId(personId)),
    );
    this.consumers.repeatable('catalog.check-claim', claimVerificationRequested, ({ claimId }) =>
      this.checks.check(asId(claimId)),
    );
    this.consumers.repeatable('catalog.recheck-claim', claimCheckDue, ({ claimId }) =>
      this.checks.recheck(asId(claimId)),
    );
    this.jobs.recurring('catalog.announce-due-checks', dueClaimChecksDue, HOUR_MS, () => this.checks.announceDue());
  }
}
