import type { Operation } from '../operation.js';
import { modeFor, shuffleDelayMs } from './webhook-mode.js';
import { endpointsFor } from './endpoints.js';

/** Queues one delivery per endpoint that wants the event, in the transaction that stores the event. */
export function queueDeliveries(operation: Operation, eventId: string, eventType: string, isV2: boolean): number {
  const endpointIds = endpointsFor(operation.tx, eventType, operation.account, isV2);
  for (const endpointId of endpointIds) queueDelivery(operation, { id: eventId, type: eventType }, endpointId);
  return endpointIds.length;
}

/** Queues the delivery of an event to one endpoint. */
export function queueDelivery(
  operation: Operation,
  event: { readonly id: string; readonly type: string },
  endpointId: string,
): void {
  const { tx } = operation;
  const mode = modeFor(tx, event.type);
  const nowMs = operation.instant.getTime();
  const id = operation.newId('del');
  const waitMs = mode.delayMs + shuffleDelayMs(mode, tx.rows('delivery').length);
  tx.put('delivery', id, {
    id,
    eventId: event.id,
    eventType: event.type,
    endpointId,
    status: 'pending',
    held: mode.hold,
    createdAtMs: nowMs,
    nextAttemptAtMs: nowMs + waitMs,
    attempts: [],
  });
}
