import type { Tx } from '#platform/database';
import type { Invoice } from './invoice.entity.js';
import { Payment } from './payment.entity.js';

/** Whether the payment that asks for the whole of an invoice has brought it alone. */
export function receivedWhole({ status, receivedMinor }: Payment): boolean {
  return receivedMinor === null && (status === 'succeeded' || status === 'settled');
}

/** What has come towards the invoice and was posted as unapplied. */
export function partsOf(tx: Tx, { paymentId }: Invoice): Promise<Payment[]> {
  return tx.manager
    .createQueryBuilder(Payment, 'payment')
    .where('(payment.id = :paymentId OR payment.partOf = :paymentId) AND payment.receivedMinor IS NOT NULL', {
      paymentId,
    })
    .orderBy('payment.id')
    .getMany();
}

/** In minor units of the invoice. */
export function receivedOf(parts: readonly Payment[]): bigint {
  return parts.reduce((sum, { receivedMinor }) => sum + (receivedMinor ?? 0n), 0n);
}
