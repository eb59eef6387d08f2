import { Injectable } from '@nestjs/common';
import { OrganisationDomainsQueries, assertBelongs } from '#libs/identity';
import { parseId, type PersonPrincipal } from '#platform/kernel';
import { StatementAccess } from '../statement-access.js';
import { PaidByOrganisationQueries } from './paid-by-organisation.queries.js';
import { pledgeReport, yearOf, type PledgeMember } from './open-source-pledge.rules.js';

/** A calendar year, and how many developers the organisation had in it on average. */
export interface PledgeYear {
  readonly year: number;
  readonly developers: number;
}

/** What a company can show to the Open Source Pledge, out of the ledger. */
@Injectable()
export class OpenSourcePledgeReports {
  constructor(
    private readonly access: StatementAccess,
    private readonly domains: OrganisationDomainsQueries,
    private readonly paid: PaidByOrganisationQueries,
  ) {}

  /**
   * For members of the organisation.
   * @throws OrganisationNotFoundError for others, InvalidPledgeYearError
   */
  async of(
    principal: PersonPrincipal,
    organisationId: string,
    { year, developers }: PledgeYear,
  ): Promise<PledgeMember> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    const period = yearOf(year);
    const [paid, keptInBalance, inKind, domain, name] = await Promise.all([
      this.paid.byProject(id, period),
      this.paid.keptInBalance(id, period),
      this.paid.inKind(id, period),
      this.domains.firstVerified(id),
      this.access.nameOf(principal, organisationId),
    ]);
    return { name, domain, report: pledgeReport(year, developers, { paid, keptInBalance, inKind }) };
  }
}
