import type { Operation } from '../operation.js';
import { modeFor, shuffleDelayMs } from './webhook-mode.js';
import { endpointsFor } from './endpoints.js';

/** Queues one delivery per endpoint that wants the event, in the transaction that stores the event. */
export function queueDeliveries(operation: Operation, eventId: string, eventType: string, isV2: boolean): void {
  queueTo(operation, eventId, eventType, endpointsFor(operation.tx, eventType, operation.account, isV2));
}

/** Queues one delivery per endpoint, also to those that did not ask for the type. */
export function queueTo(
  operation: Operation,
  eventId: string,
  eventType: string,
  endpointIds: readonly string[],
): void {
  const { tx } = operation;
  const mode = modeFor(tx, eventType);
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
}
