import { account, credit, debit, type AccountRef, type LedgerTransaction } from '#libs/ledger';
import { formatId, formatPayee, type Currency, type Id, type Money, type Payee } from '#platform/kernel';
import type { ProjectPayout } from './project-payout.entity.js';

/** What a host holds for a project. The money stays with the platform until somebody is paid out of it. */
function heldForProject(hostId: Id<'org'>, projectId: Id<'prj'>, code: Currency): AccountRef {
  return account('held.project', code, formatId('org', hostId), formatId('prj', projectId));
}

/** The host has agreed that somebody is paid on behalf of the project. */
export function projectPayoutPosting(payout: ProjectPayout, at: Date): LedgerTransaction {
  const { id, hostId, projectId, amount, payee } = payout;
  return {
    kind: 'project_payout',
    idem: `project_payout:${id}`,
    occurredAt: at,
    cause: { projectPayoutId: id, projectId },
    postings: [
      debit(heldForProject(hostId, projectId, amount.currency), amount),
      credit(account('payable', amount.currency, formatPayee(payee)), amount),
    ],
  };
}

/** A project leaves its host with all that is held for it, in every currency: one fact, one transaction. */
export function projectMovedPosting(
  agreement: { readonly id: Id<'hag'>; readonly hostId: Id<'org'>; readonly projectId: Id<'prj'> },
  balances: readonly Money[],
  next: { readonly hostId: Id<'org'> } | { readonly payee: Payee },
  at: Date,
): LedgerTransaction {
  const { id, hostId, projectId } = agreement;
  return {
    kind: 'project_moved',
    idem: `project_moved:${id}`,
    occurredAt: at,
    cause: { agreementId: id, projectId },
    postings: balances.flatMap((amount) => [
      debit(heldForProject(hostId, projectId, amount.currency), amount),
      credit(
        'hostId' in next
          ? heldForProject(next.hostId, projectId, amount.currency)
          : account('payable', amount.currency, formatPayee(next.payee)),
        amount,
      ),
    ]),
  };
}
