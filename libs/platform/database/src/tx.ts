import type { EntityManager } from 'typeorm';
import type { Actor, Canonical, StatusChange } from '#platform/kernel';
import type { Topic } from '#platform/contracts';

/** One message for the outbox. `availableAt` in the future makes it a timer. */
export interface OutboxEntry {
  readonly topic: string;
  readonly version: number;
  readonly payload: Canonical;
  readonly availableAt: Date;
}

/** One entry for the audit log, before it is sequenced. */
export interface AuditRecord {
  readonly at: Date;
  readonly actor: Actor;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly action: string;
  readonly facts: Canonical;
  /** Digests of the ledger transactions that this entry stands for. */
  readonly postings: readonly string[];
}

/** `database` needs a place for audit entries, and `audit` provides it; so the arrow between them keeps its direction. */
export abstract class AuditSink {
  /**
   * One statement that writes all entries of a unit of work. It has no parameters, since it goes to the database together
   * with the COMMIT: whatever it carries has to be encoded so that it cannot end a literal.
   */
  abstract statement(records: readonly AuditRecord[]): string;
}

/**
 * The proof of being inside a transaction: every write asks for one, so that a write outside does not compile.
 * Messages and audit entries are collected and written at the end, in the same transaction.
 */
export class Tx {
  private readonly outbox: OutboxEntry[] = [];
  private readonly records: AuditRecord[] = [];
  private postings: string[] = [];

  constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    /** The instant of this unit of work. Rows, messages and log entries of one fact share it. */
    readonly now: Date,
  ) {}

  /** Records a transition or decision; ledger postings made since the last entry are bound to this one. */
  audit(subjectType: string, subjectId: string, action: string, facts: Canonical | StatusChange<string>): void {
    const { now: at, actor, postings } = this;
    this.records.push({ at, actor, subjectType, subjectId, action, facts: facts as Canonical, postings });
    this.postings = [];
  }

  /** Announces a fact to other contexts. The payload carries ids and amounts, never personal data. */
  emit<Payload extends Canonical>(topic: Topic<Payload>, payload: Payload, availableAt: Date = this.now): void {
    this.outbox.push({ topic: topic.name, version: topic.version, payload, availableAt });
  }

  /** For the ledger alone: the digest of a transaction that was posted in this unit of work. */
  posted(digest: string): void {
    this.postings.push(digest);
  }

  /** What has to be written before the commit. A posting that no transition took gets an entry of its own. */
  drain(): { readonly outbox: readonly OutboxEntry[]; readonly records: readonly AuditRecord[] } {
    if (this.postings.length > 0) this.audit('ledger', 'ledger', 'post', {});
    return { outbox: this.outbox, records: this.records };
  }
}
