import type { Tx } from '#platform/database';
import type { Canonical, Id, Money } from '#platform/kernel';

/** Something that costs an organisation money once it is approved: a pledge, a commitment by the period, or a run. */
export interface Spending {
  readonly id: string;
  /** The needs that get the money. */
  readonly needIds: readonly Id<'need'>[];
  readonly organisationId: Id<'org'>;
  /** What the rules of the organisation look at; of a commitment it is the amount of a period. */
  readonly amount: Money;
  readonly submittedBy: Id<'usr'>;
  readonly submittedAt: Date;
  readonly status: string;
  /** What the decision is about; a change of any of it makes an approval stale. */
  readonly facts: Canonical;
}

/** One kind of it, and what follows from a decision, in the transaction of that decision. */
export interface SpendingKind {
  /** The type of these subjects. */
  readonly type: string;
  /** The status in which it waits for the approval. */
  readonly waiting: string;
  find(id: string): Promise<Spending | null>;
  findWithin(tx: Tx, id: string): Promise<Spending | null>;
  notFound(): Error;
  approved(tx: Tx, id: string): Promise<void>;
  rejected(tx: Tx, id: string): Promise<void>;
}
