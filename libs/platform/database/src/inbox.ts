import type { Tx } from './tx.js';

/**
 * True the first time that a consumer sees a message, false ever after. It is part of the transaction of the
 * consumer's effect, so a crash between effect and mark is impossible.
 */
export async function firstDelivery(tx: Tx, consumer: string, messageId: string): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>(
    'INSERT INTO inbox_receipt (consumer, message_id, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
    [consumer, messageId, tx.now.toISOString()],
  );
  return rows.length === 1;
}
