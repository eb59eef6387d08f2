import { Injectable } from '@nestjs/common';
import { assertRole } from '#libs/identity';
import { nextState, type Id, type Principal } from '#platform/kernel';
import { SPENDER_ROLES } from '../budgets.service.js';
import { SpendingApprovals } from '../spending-approvals.service.js';
import { ALLOCATION_RUN } from './allocation-run.states.js';
import { RunDrafts } from './run-drafts.service.js';
import { RunSpending } from './run-spending.js';

/** The decision on a locked run. */
@Injectable()
export class RunDecisions {
  constructor(
    private readonly approvals: SpendingApprovals,
    private readonly spending: RunSpending,
    private readonly drafts: RunDrafts,
  ) {}

  async approve(principal: Principal, id: Id<'alr'>): Promise<void> {
    await this.assertLocked(principal, id, 'approve');
    await this.approvals.approve(principal, this.spending, id);
  }

  async reject(principal: Principal, id: Id<'alr'>): Promise<void> {
    await this.assertLocked(principal, id, 'reject');
    await this.approvals.reject(principal, this.spending, id);
  }

  versionOf(id: Id<'alr'>): Promise<string | null> {
    return this.approvals.versionOf(this.spending, id);
  }

  /** Nobody has asked yet: there is nothing to decide on. What is decided already is said by the approval. */
  private async assertLocked(principal: Principal, id: Id<'alr'>, action: 'approve' | 'reject'): Promise<void> {
    const run = await this.drafts.found(principal, id);
    assertRole(principal, run.organisationId, SPENDER_ROLES);
    if (run.lockedBy === null) nextState(ALLOCATION_RUN, action, run.status, null);
  }
}
