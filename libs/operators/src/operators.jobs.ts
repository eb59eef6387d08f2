import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasureObstacles } from '#libs/identity';
import { claimToResolve, financeNoticeDue, operatorProposalExpiryDue } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { operatorsAt } from './operator-grants.repository.js';
import { tellAdministrators, tellFinance } from './operator-notices.js';
import { OperatorProposalsService } from './operator-proposals.service.js';

@Injectable()
export class OperatorsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly proposals: OperatorProposalsService,
    private readonly obstacles: ErasureObstacles,
  ) {}

  onModuleInit(): void {
    this.obstacles.register('operator_right', async (tx, personId) => (await operatorsAt(tx)).includes(personId));
    this.consumers.inTransaction('operators.expire-proposal', operatorProposalExpiryDue, (tx, { proposalId }) =>
      this.proposals.expire(tx, asId(proposalId)),
    );
    this.consumers.inTransaction('operators.tell-finance', financeNoticeDue, tellFinance);
    this.consumers.inTransaction('operators.claim-to-resolve', claimToResolve, (tx, { claimId }) =>
      tellAdministrators(tx, { notice: 'claim_to_resolve', subjectId: claimId }),
    );
  }
}
