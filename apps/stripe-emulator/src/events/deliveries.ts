import type { Operation } from '../operation.js';
import { readWebhookMode, shuffleDelayMs } from './webhook-mode.js';
import { endpointsFor } from './endpoints.js';

type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export interface Attempt {
  readonly atMs: number;
  /** The HTTP status of the receiver, or null when there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
}

/** One event on its way to one endpoint; it is kept until it has been answered with 2xx, and for the journal after. */
export interface DeliveryRow {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly endpointId: string;
  readonly status: DeliveryStatus;
  /** Waits for a release by the control plane; nothing is sent meanwhile. */
  readonly held: boolean;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs: number;
  readonly attempts: readonly Attempt[];
}

/** Queues one delivery per endpoint that wants the event, in the transaction that stores the event. */
export function queueDeliveries(operation: Operation, eventId: string, eventType: string, isV2: boolean): number {
  const { tx } = operation;
  const endpointIds = endpointsFor(tx, eventType, operation.account, isV2);
  const mode = readWebhookMode(tx);
  const nowMs = operation.instant.getTime();
  for (const endpointId of endpointIds) {
    const id = operation.newId('del');
    const waitMs = mode.delayMs + shuffleDelayMs(mode, tx.rows('delivery').length);
    tx.put('delivery', id, {
      id,
      eventId,
      eventType,
      endpointId,
      status: 'pending',
      held: mode.hold,
      createdAtMs: nowMs,
      nextAttemptAtMs: nowMs + waitMs,
      attempts: [],
    });
  }
  return endpointIds.length;
}
