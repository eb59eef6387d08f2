import { moneyPayload, offerNoticeDue, type OfferNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id, Money } from '#platform/kernel';

/** Tells one person, or whoever keeps the money of one organisation. */
export async function announce(
  tx: Tx,
  to: { readonly personId: Id<'usr'> } | { readonly organisationId: Id<'org'> },
  facts: { readonly notice: OfferNotice; readonly projectId: Id<'prj'>; readonly amounts: readonly Money[] },
): Promise<void> {
  tx.emit(offerNoticeDue, {
    personId: null,
    organisationId: null,
    ...to,
    notice: facts.notice,
    project: await projectName(tx, facts.projectId),
    amounts: facts.amounts.map(moneyPayload),
  });
}

export async function projectName(tx: Tx, projectId: Id<'prj'>): Promise<string> {
  const rows = await tx.manager.query<{ name: string }[]>('SELECT name FROM project WHERE id = $1', [projectId]);
  return rows[0]!.name;
}
