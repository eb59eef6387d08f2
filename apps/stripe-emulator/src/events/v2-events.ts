import type { Operation } from '../operation.js';
import type { RelatedObject, StoredV2Event, V2EventType } from '../store/records/v2-event.js';
import { queueDeliveries, queueDelivery } from './deliveries.js';

/** Stores a v2 event and queues its thin notification; `only` sends it to one endpoint, whatever that listens to. */
export function emitV2Event(
  operation: Operation,
  type: V2EventType,
  {
    data,
    relatedAccount,
    only,
  }: { data?: object; relatedAccount?: string; only?: { endpoint: string; related: RelatedObject } },
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
    ...(relatedAccount === undefined ? {} : { related_object: accountReference(relatedAccount) }),
    ...(only === undefined ? {} : { related_object: only.related }),
    ...(request === null
      ? {}
      : { reason: { type: 'request', request: { id: request.id, idempotency_key: request.idempotencyKey ?? '' } } }),
  };
  operation.tx.put('v2_event', id, event);
  operation.eventIds.push(id);
  if (only === undefined) queueDeliveries(operation, id, type, true);
  else queueDelivery(operation, { id, type }, only.endpoint);
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
