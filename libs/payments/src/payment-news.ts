import {
  allocationPaid,
  allocationPaymentEnded,
  balancePaid,
  moneyPayload,
  paymentExpired,
  paymentGivenUp,
  paymentSucceeded,
  recurringPeriodPaid,
} from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Payment } from './payment.entity.js';

/** Whoever waits for the money of a pledge, or keeps the balance of the organisation, learns that it is there. */
export function tellSucceeded(
  tx: Tx,
  { id: paymentId, pledgeId, amount, subscriptionId, allocationRunId }: Payment,
): void {
  const paid = moneyPayload(amount);
  if (allocationRunId !== null) tx.emit(allocationPaid, { paymentId, runId: allocationRunId });
  if (pledgeId === null) tx.emit(balancePaid, { paymentId });
  else if (subscriptionId === null) tx.emit(paymentSucceeded, { paymentId, pledgeId, amount: paid });
  else tx.emit(recurringPeriodPaid, { paymentId, pledgeId, amount: paid, recurringPledgeId: subscriptionId });
}

/** Whoever waits for the payment of a pledge, or of a run, learns that there will be no other try. */
export function tellGivenUp(tx: Tx, { id: paymentId, pledgeId, allocationRunId }: Payment): void {
  if (allocationRunId !== null) tx.emit(allocationPaymentEnded, { paymentId, runId: allocationRunId });
  if (pledgeId !== null) tx.emit(paymentGivenUp, { paymentId, pledgeId });
}

/** Whoever waits for the payment learns that it ended without money. A run has no second one. */
export function tellExpired(tx: Tx, payment: Payment): void {
  const { id: paymentId, pledgeId } = payment;
  if (payment.allocationRunId !== null) tellGivenUp(tx, payment);
  if (pledgeId !== null) tx.emit(paymentExpired, { paymentId, pledgeId });
}
