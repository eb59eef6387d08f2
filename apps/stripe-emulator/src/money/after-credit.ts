import type { Operation } from '../operation.js';
import { planAutomaticPayout } from '../resources/payouts/payout-schedule.js';
import { waitsForFunds } from '../resources/refunds/waiting.js';
import { schedule } from '../tasks.js';

/**
 * What more available money sets going, each as a task of its own once the change is done: refunds that wait for it and
 * the next automatic payout.
 */
export function followCredit(operation: Operation): void {
  const { account, instant, tx } = operation;
  if (tx.rows('refund', account).some(({ value }) => waitsForFunds(value))) {
    schedule(operation, 'refunds.fund', account, instant.getTime());
  }
  planAutomaticPayout(operation);
}
