import { Injectable } from '@nestjs/common';
import { ApprovalRules, type ApprovalRule, type RuleOfOrganisation } from '#libs/approvals';
import { actorOf, assertRole } from '#libs/identity';
import { UnitOfWork } from '#platform/database';
import type { Id, Principal } from '#platform/kernel';
import { PLEDGE_SUBJECT } from './pledge-subjects.js';

/** From which amount on how many people approve a pledge of an organisation; below the first rule it is one. */
@Injectable()
export class PledgeRulesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: ApprovalRules,
  ) {}

  async set(principal: Principal, organisationId: Id<'org'>, rules: readonly ApprovalRule[]): Promise<void> {
    assertRole(principal, organisationId, ['admin']);
    await this.unitOfWork.run(actorOf(principal), (tx) => this.rules.set(tx, organisationId, PLEDGE_SUBJECT, rules));
  }

  of(organisationIds: readonly string[]): Promise<RuleOfOrganisation[]> {
    return this.rules.of(organisationIds, PLEDGE_SUBJECT);
  }
}
