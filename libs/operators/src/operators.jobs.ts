import { Injectable, type OnModuleInit } from '@nestjs/common';
import { operatorProposalExpiryDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { OperatorProposalsService } from './operator-proposals.service.js';

@Injectable()
export class OperatorsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly proposals: OperatorProposalsService,
  ) {}

  onModuleInit(): void {
    this.consumers.inTransaction('operators.expire-proposal', operatorProposalExpiryDue, (tx, { proposalId }) =>
      this.proposals.expire(tx, asId(proposalId)),
    );
  }
}
