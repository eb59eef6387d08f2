import type { Operation } from '../operation.js';
import { queueDeliveries } from './deliveries.js';

export type V2EventType =
  | 'v2.core.account.created'
  | 'v2.core.account.closed'
  | 'v2.core.account[requirements].updated'
  | 'v2.core.account[configuration.recipient].capability_status_updated'
  | 'v2.core.account_link.returned';

interface RelatedObject {
  readonly id: string;
  readonly type: string;
  readonly url: string;
}

/** A v2 event as `GET /v2/core/events/{id}` answers it. */
export interface StoredV2Event {
  readonly id: string;
  readonly object: 'v2.core.event';
  readonly type: V2EventType;
  readonly created: string;
  readonly livemode: boolean;
  data?: object;
  readonly related_object?: RelatedObject;
  readonly reason?: { readonly type: 'request'; readonly request: { id: string; idempotency_key: string } };
}

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
