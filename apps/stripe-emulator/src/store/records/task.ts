/** What can fall due by the clock. */
export type TaskKind =
  | 'charge.settle'
  | 'dispute.due'
  | 'dispute.open'
  | 'dispute.read'
  | 'payout.arrive'
  | 'payout.bounce'
  | 'payout.run'
  | 'payout.send'
  | 'refund.progress'
  | 'refunds.fund'
  | 'checkout.expire'
  | 'debit.complete'
  | 'funds.release'
  | 'invoice.abandon'
  | 'invoice.due_soon'
  | 'invoice.finalize'
  | 'invoice.overdue'
  | 'invoice.retry'
  | 'subscription.collect'
  | 'subscription.end'
  | 'subscription.expire'
  | 'subscription.renew';

/** Work for a later instant of the clock; it is deleted in the transaction of its effect, so it happens once. */
export interface TaskRow {
  readonly kind: TaskKind;
  readonly dueAtMs: number;
  /** The object or account it is about. */
  readonly subject: string;
}
