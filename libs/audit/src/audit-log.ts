import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditSink, type AuditRecord } from '#platform/database';
import { canonicalJson, uuidv7, type Actor, type Canonical } from '#platform/kernel';

/** Appends to the log. The database gives each entry its place as a Merkle leaf when the transaction commits. */
@Injectable()
export class AuditLog extends AuditSink {
  /** Ids are UUIDs of the kernel, and the bytes are base64: neither can hold a quote. */
  statement(records: readonly AuditRecord[]): string {
    const rows = records.map((record) => {
      const id = uuidv7(record.at.getTime());
      const bytes = Buffer.from(canonicalJson(leafOf(id, record)), 'utf8').toString('base64');
      return `('${id}', convert_from(decode('${bytes}', 'base64'), 'UTF8'))`;
    });
    return `INSERT INTO audit_entry (id, canonical) VALUES ${rows.join(', ')}`;
  }
}

/** Leaf hashes are public; the salt keeps anybody from guessing an entry by its hash. */
const SALT_BYTES = 16;

/** What is hashed: ids, codes and digests, never personal data. */
function leafOf(id: string, record: AuditRecord): Canonical {
  const { at, actor, subjectType, subjectId, action, facts, postings } = record;
  return {
    id,
    at: at.toISOString(),
    actor: actorText(actor),
    subject: subjectKey(subjectType, subjectId),
    action,
    facts,
    postings: [...postings],
    salt: randomBytes(SALT_BYTES).toString('base64url'),
  };
}

/** What an entry is about, in one text: the kind of object and its UUID, or its fixed name. */
export function subjectKey(subjectType: string, subjectId: string): string {
  return `${subjectType}:${subjectId}`;
}

function actorText(actor: Actor): Canonical {
  if (actor.kind === 'system') return { kind: 'system', name: actor.name };
  if (actor.kind === 'token') return { ...actor };
  const { kind, personId, stepUp } = actor;
  return stepUp ? { kind, personId, stepUp: { ...stepUp } } : { kind, personId };
}
