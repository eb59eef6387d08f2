import { Injectable } from '@nestjs/common';
import type { RuleOfOrganisation } from '#libs/approvals';
import { RequestLoader } from '#platform/graphql';
import { grouped } from '#platform/kernel';
import { PledgeRulesService } from '../pledge-rules.service.js';

@Injectable()
export class ApprovalRulesLoader extends RequestLoader<readonly RuleOfOrganisation[]> {
  constructor(private readonly rules: PledgeRulesService) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly RuleOfOrganisation[]>> {
    return grouped(await this.rules.of(keys), ({ organisationId }) => organisationId);
  }
}
