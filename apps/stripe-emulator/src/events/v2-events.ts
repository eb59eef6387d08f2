import type { Operation } from '../operation.js';
import type { RelatedObject, StoredV2Event, V2EventType } from '../store/records/v2-event.js';
import { queueDeliveries, queueTo } from './deliveries.js';

/** Stores a v2 event and queues its thin notification. */
export function emitV2Event(
  operation: Operation,
  type: V2EventType,
  { data, relatedAccount }: { data?: object; relatedAccount?: string },
): void {
  const related = relatedAccount === undefined ? undefined : accountReference(relatedAccount);
  const { id } = storeV2Event(operation, type, data, related);
  queueDeliveries(operation, id, type, true);
}

/** Asks a destination alone whether it hears, whatever types it asked for. */
export function pingDestination(operation: Operation, destination: string): StoredV2Event {
  const type = 'v2.core.event_destination.ping';
  const url = `/v2/core/event_destinations/${destination}`;
  const related = { id: destination, type: 'v2.core.event_destination', url };
  const event = storeV2Event(operation, type, undefined, related);
  queueTo(operation, event.id, type, [destination]);
  return event;
}

function storeV2Event(
  operation: Operation,
  type: V2EventType,
  data: object | undefined,
  related: RelatedObject | undefined,
): StoredV2Event {
  const id = operation.newId('evt_test');
  const { request } = operation;
  const event: StoredV2Event = {
    id,
    object: 'v2.core.event',
    type,
    created: operation.instant.toISOString(),
    livemode: false,
    ...(data === undefined ? {} : { data }),
    ...(related === undefined ? {} : { related_object: related }),
    ...(request === null
      ? {}
      : { reason: { type: 'request', request: { id: request.id, idempotency_key: request.idempotencyKey ?? '' } } }),
  };
  operation.tx.put('v2_event', id, event);
  operation.eventIds.push(id);
  return event;
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
