import { Injectable } from '@nestjs/common';
import { BillingDetailsService, IdentityQueries, assertRole, type BillingDetails } from '#libs/identity';
import {
  clearanceOf,
  hasRole,
  isOperator,
  parseId,
  parsePayee,
  type Id,
  type Payee,
  type PersonPrincipal,
} from '#platform/kernel';
import type { Party } from './party-statements.queries.js';
import type { ReceiptRow } from './receipts.queries.js';
import { ReceiptNotFoundError, StatementNotFoundError } from './statements.errors.js';

const KEEPS_MONEY = ['finance', 'admin'] as const;

/** Who may read whose statements: whoever keeps the money of an organisation, payees their own, finance operators all. */
@Injectable()
export class StatementAccess {
  constructor(
    private readonly identity: IdentityQueries,
    private readonly billing: BillingDetailsService,
  ) {}

  /**
   * The organisation of an outside id.
   * @throws OrganisationNotFoundError for others, MissingRoleError for a member without the role
   */
  payer(principal: PersonPrincipal, organisationId: string): Party & { readonly id: Id<'org'> } {
    const id = parseId('org', organisationId);
    if (!isFinanceOperator(principal)) assertRole(principal, id, KEEPS_MONEY);
    return { kind: 'payer', id };
  }

  /** A person or an organisation that is paid; the person who asks when none is named. */
  payee(principal: PersonPrincipal, payeeId: string | null): Party {
    const payee: Payee = payeeId === null ? { kind: 'person', id: principal.personId } : parsePayee(payeeId);
    const isTheirs =
      payee.kind === 'person' ? payee.id === principal.personId : hasRole(principal, payee.id, KEEPS_MONEY);
    if (!isTheirs && !isFinanceOperator(principal)) throw new StatementNotFoundError();
    return { kind: 'payee', id: payee.id };
  }

  /** A receipt that was found, for whoever may see it. */
  receipt(principal: PersonPrincipal, receipt: ReceiptRow | null): ReceiptRow {
    const isTheirs = receipt !== null && hasRole(principal, receipt.organisationId, KEEPS_MONEY);
    if (receipt === null || (!isTheirs && !isFinanceOperator(principal))) throw new ReceiptNotFoundError();
    return receipt;
  }

  /** Whom the organisation wants to be called in writing, as of today; for those who keep its money alone. */
  async billingOf(principal: PersonPrincipal, organisationId: Id<'org'>): Promise<BillingDetails | null> {
    return hasRole(principal, organisationId, KEEPS_MONEY) ? this.billing.find(principal, organisationId) : null;
  }

  /** What the reader may call an organisation or a person: a name that is not for the reader, or is gone, gives way to the id. */
  async nameOf(principal: PersonPrincipal, outsideId: string): Promise<string> {
    const { kind, id } = parsePayee(outsideId);
    if (kind === 'person') {
      const [person] = await this.identity.people(clearanceOf(principal), [id], principal.personId);
      return person?.displayName ?? outsideId;
    }
    const [organisation] = await this.identity.organisations([id], {
      personId: principal.personId,
      organisationId: null,
    });
    return organisation?.name ?? outsideId;
  }
}

function isFinanceOperator(principal: PersonPrincipal): boolean {
  return isOperator(principal, ['finance_operator']);
}
