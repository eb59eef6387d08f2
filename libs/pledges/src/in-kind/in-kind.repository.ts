import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { InKindContribution } from './in-kind-contribution.entity.js';
import { InKindNotFoundError } from './in-kind.errors.js';

export interface NewDelivery {
  readonly id: Id<'ikd'>;
  readonly contribution: InKindContribution;
  readonly amountMinor: bigint;
  readonly note: string;
  readonly evidenceUrl: string | null;
  readonly confirmedBy: Id<'usr'>;
}

/** Reads without a lock: whose it is never changes. */
export async function findInKind(tx: Tx, id: Id<'ikc'>): Promise<InKindContribution> {
  const contribution = await tx.manager.findOne(InKindContribution, { where: { id } });
  if (!contribution) throw new InKindNotFoundError();
  return contribution;
}

export async function lockInKind(tx: Tx, id: Id<'ikc'>): Promise<InKindContribution> {
  const contribution = await tx.manager.findOne(InKindContribution, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!contribution) throw new InKindNotFoundError();
  return contribution;
}

export async function saveInKind(tx: Tx, contribution: InKindContribution): Promise<void> {
  const { id, version, status, deliveredMinor, acceptedAt, acceptedBy, endedAt, endReason } = contribution;
  await tx.manager.update(
    InKindContribution,
    { id, version },
    { status, deliveredMinor, acceptedAt, acceptedBy, endedAt, endReason, version: version + 1 },
  );
  contribution.version = version + 1;
}

export async function insertDelivery(tx: Tx, { contribution, ...delivery }: NewDelivery): Promise<void> {
  await tx.manager.query(
    `INSERT INTO in_kind_delivery (id, contribution_id, offered_by, amount_minor, note, evidence_url, confirmed_by, confirmed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      delivery.id,
      contribution.id,
      contribution.offeredBy,
      delivery.amountMinor.toString(),
      delivery.note,
      delivery.evidenceUrl,
      delivery.confirmedBy,
      tx.now,
    ],
  );
}
