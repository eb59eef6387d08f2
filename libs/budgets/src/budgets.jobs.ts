import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  inventoryChanged,
  pledgeSubmitted,
  recurringPledgeSubmitted,
  trancheCommitmentSubmitted,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { DeparturesService } from './departures/departures.service.js';
import { SpendingApprovals } from './spending-approvals.service.js';
import { PledgeSpending, RecurringSpending, TrancheSpending } from './spending-kinds.js';

@Injectable()
export class BudgetsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly approvals: SpendingApprovals,
    private readonly pledges: PledgeSpending,
    private readonly recurring: RecurringSpending,
    private readonly tranches: TrancheSpending,
    private readonly departures: DeparturesService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('budgets.open-approval', pledgeSubmitted, (tx, { pledgeId }) =>
      this.approvals.openFor(tx, this.pledges, pledgeId),
    );
    this.consumers.inTransaction('budgets.open-recurring-approval', recurringPledgeSubmitted, (tx, submitted) =>
      this.approvals.openFor(tx, this.recurring, submitted.recurringPledgeId),
    );
    this.consumers.inTransaction('budgets.open-tranches-approval', trancheCommitmentSubmitted, (tx, { commitmentId }) =>
      this.approvals.openFor(tx, this.tranches, commitmentId),
    );
    this.consumers.inTransaction('budgets.renew-departures', inventoryChanged, (tx, { organisationId }) =>
      this.departures.renew(tx, asId(organisationId)),
    );
  }
}
