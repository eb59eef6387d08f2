import { Injectable } from '@nestjs/common';
import type { ApprovalSubject } from '#libs/approvals';
import { NeedsQueries } from '#libs/needs';
import { PledgeNotFoundError, PledgesQueries, type PledgeRow } from '#libs/pledges';
import type { Tx } from '#platform/database';
import {
  belongsTo,
  canonicalJson,
  sha256Hex,
  type Canonical,
  type Id,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';

/** Who may spend for an organisation. */
export const APPROVER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];
/** The type of these subjects, for the rules of an organisation too. */
export const PLEDGE_SUBJECT = 'pledge';

/** What approvals of pledges are about. */
@Injectable()
export class PledgeSubjects {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly needs: NeedsQueries,
  ) {}

  /** What an approval is given for; it changes with every fact that an approver relies on. */
  async versionOf(pledgeId: Id<'plg'>): Promise<string | null> {
    const pledge = await this.pledges.find(pledgeId);
    return pledge && sha256Hex(canonicalJson([factsOf(pledge), pledge.status]));
  }

  async visible(principal: Principal, pledgeId: Id<'plg'>): Promise<PledgeRow> {
    const pledge = await this.pledges.find(pledgeId);
    if (!pledge || !belongsTo(principal, pledge.organisationId)) throw new PledgeNotFoundError();
    return pledge;
  }

  /** What the approver saw; the payment is made for exactly these facts. Whoever is paid by it does not approve it. */
  async of(tx: Tx, pledge: PledgeRow): Promise<ApprovalSubject> {
    const { id, needId, organisationId, amount, submittedBy, submittedAt } = pledge;
    return {
      type: PLEDGE_SUBJECT,
      id,
      facts: factsOf(pledge),
      organisationId,
      amount,
      requestedBy: submittedBy,
      requestedAt: submittedAt,
      approverRoles: APPROVER_ROLES,
      beneficiaries: await this.needs.beneficiariesWithin(tx, needId),
    };
  }
}

/** What the decision is about; a change of any of it makes an approval stale. */
function factsOf({ needId, organisationId, amount, method, chargeTime, purchaseOrder }: PledgeRow): Canonical {
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { needId, organisationId, ...sum, method, chargeTime, purchaseOrder };
}
