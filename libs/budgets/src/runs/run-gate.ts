import { Injectable } from '@nestjs/common';
import { BillingDetailsService } from '#libs/identity';
import type { Tx } from '#platform/database';
import { assertChargeable } from '#platform/kernel';
import { SpendingApprovals } from '../spending-approvals.service.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { paymentOf } from './run-payment.js';
import { RunSpending } from './run-spending.js';

/** What has to hold before anybody is asked to approve. */
@Injectable()
export class RunGate {
  constructor(
    private readonly billing: BillingDetailsService,
    private readonly approvals: SpendingApprovals,
    private readonly spending: RunSpending,
  ) {}

  /** @throws AmountNotChargeableError, BillingDetailsMissingError */
  async open(tx: Tx, run: AllocationRun): Promise<void> {
    const due = paymentOf(run);
    if (due !== null) assertChargeable(due);
    if (run.method === 'invoice') await this.billing.assertKnown(tx, run.organisationId);
    await this.approvals.openFor(tx, this.spending, run.id);
  }
}
