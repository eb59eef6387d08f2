export type V2EventType =
  | 'v2.core.account.created'
  | 'v2.core.account.updated'
  | 'v2.core.account.closed'
  | 'v2.core.account[requirements].updated'
  | 'v2.core.account[configuration.recipient].capability_status_updated'
  | 'v2.core.account_link.returned'
  | 'v2.core.event_destination.ping';

export interface RelatedObject {
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
