import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditSink, type AuditRecord } from '#platform/database';
import { canonicalJson, uuidv7, type Actor, type Canonical } from '#platform/kernel';

/** Appends to the log. The database gives each entry its place as a Merkle leaf when the transaction commits. */
@Injectable()
export class AuditLog extends AuditSink {
  async append(manager: EntityManager, records: readonly AuditRecord[]): Promise<void> {
    const entries = records.map((record) => ({ id: uuidv7(record.at.getTime()), record }));
    await manager.query('INSERT INTO audit_entry (id, canonical) SELECT * FROM unnest($1::uuid[], $2::text[])', [
      entries.map(({ id }) => id),
      entries.map(({ id, record }) => canonicalJson(leafOf(id, record))),
    ]);
  }
}

/** What is hashed: ids, codes and digests, never personal data. */
function leafOf(id: string, record: AuditRecord): Canonical {
  const { at, actor, subjectType, subjectId, action, facts, postings } = record;
  return {
    id,
    at: at.toISOString(),
    actor: actorText(actor),
    subjectType,
    subjectId,
    action,
    facts,
    postings: [...postings],
  };
}

function actorText(actor: Actor): Canonical {
  if (actor.kind === 'system') return { kind: 'system', name: actor.name };
  if (actor.kind === 'token') return { ...actor };
  const { kind, personId, stepUp } = actor;
  return stepUp ? { kind, personId, stepUp: { ...stepUp } } : { kind, personId };
}
