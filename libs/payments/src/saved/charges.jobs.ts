import { Injectable, type OnModuleInit } from '@nestjs/common';
import { chargeGivenUpDue, chargeRetryDue, savedMethodActivated } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { ChargesService } from './charges.service.js';

@Injectable()
export class ChargesJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly charges: ChargesService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('payments.retry-charge', chargeRetryDue, (tx, { paymentId, attempts }) =>
      this.charges.retryDue(tx, asId(paymentId), attempts),
    );
    this.consumers.inTransaction('payments.give-up-charge', chargeGivenUpDue, (tx, { paymentId }) =>
      this.charges.giveUpDue(tx, asId(paymentId)),
    );
    this.consumers.inTransaction('payments.charge-new-card', savedMethodActivated, (tx, { organisationId }) =>
      this.charges.retryAll(tx, asId(organisationId)),
    );
  }
}
