import { Injectable } from '@nestjs/common';
import { IdentityQueries } from '#libs/identity';
import { NeedsQueries } from '#libs/needs';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { MILESTONE, type ReviewerConflict } from './milestone.states.js';
import { MilestonesRepository } from './milestones.repository.js';

/** Who may review: nobody who pays for the need or is paid for it. */
@Injectable()
export class ReviewerConflicts {
  constructor(
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsQueries,
    private readonly identity: IdentityQueries,
  ) {}

  async of(tx: Tx, personId: Id<'usr'>, milestone: Milestone): Promise<ReviewerConflict | null> {
    const beneficiaries = await this.needs.beneficiariesWithin(tx, [milestone.needId]);
    if (beneficiaries.includes(personId)) return 'payee';
    if (await this.milestones.isPayer(tx, milestone.id, personId)) return 'payer';
    if (!(await this.identity.holdsRole(tx, personId, 'reviewer', 'FOUNDATION'))) return 'not_reviewer';
    const taken = milestone.reviewerId !== null && milestone.reviewerId !== personId;
    return taken && MILESTONE.transitions.accept.from.includes(milestone.status) ? 'other_reviewer' : null;
  }
}
