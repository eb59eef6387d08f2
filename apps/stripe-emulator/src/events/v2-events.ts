import type { Operation } from '../operation.js';
import type { RelatedObject, StoredV2Event, V2EventType } from '../store/records/v2-event.js';
import { queueDeliveries } from './deliveries.js';

/** Stores a v2 event and queues its thin notification. */
export function emitV2Event(
  operation: Operation,
  type: V2EventType,
  { data, relatedAccount }: { data?: object; relatedAccount?: string },
): void {
  const id = operation.newId('evt_test');
  const { request } = operation;
  const event: StoredV2Event = {
    id,
    object: 'v2.core.event',
    type,
    created: operation.instant.toISOString(),
    livemode: false,
    ...(data === undefined ? {} : { data }),
    ...(relatedAccount === undefined ? {} : { related_object: accountReference(relatedAccount) }),
    ...(request === null
      ? {}
      : { reason: { type: 'request', request: { id: request.id, idempotency_key: request.idempotencyKey ?? '' } } }),
  };
  operation.tx.put('v2_event', id, event);
  operation.eventIds.push(id);
  queueDeliveries(operation, id, type, true);
}

/** What is sent of a v2 event: never its data, so that the receiver fetches what is true now. */
export function thinNotification(event: StoredV2Event): object {
  const thin = { ...event };
  delete thin.data;
  return thin;
}

function accountReference(id: string): RelatedObject {
  return { id, type: 'v2.core.account', url: `/v2/core/accounts/${id}` };
}
