import type { DecodedObject } from '../http/form.js';
import type { Store } from '../store/store.js';

/** One request to the API as the journal keeps it; `status` is null when the connection was cut before it ran. */
export interface RequestRow {
  readonly id: string;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  readonly parameters: DecodedObject;
  readonly status: number | null;
  /** Whether the stored outcome of an earlier request was given again. */
  readonly replayed: boolean;
  readonly errorCode: string | null;
  readonly objectId: string | null;
  readonly eventIds: readonly string[];
  readonly fault: string | null;
}

/** Everything that happened, oldest first: requests with their answers, events, deliveries with their attempts. */
export function journal(store: Store, filter: { path?: string | undefined; key?: string | undefined }): object {
  const requests = store
    .rows('request')
    .map((row) => row.value)
    .filter((row) => filter.path === undefined || row.path === filter.path)
    .filter((row) => filter.key === undefined || row.idempotencyKey === filter.key);
  const events = [...store.rows('event'), ...store.rows('v2_event')]
    .sort((a, b) => a.position - b.position)
    .map(({ id, account, value }) => ({ id, account, type: value.type, created: value.created }));
  const deliveries = store.rows('delivery').map((row) => row.value);
  return { requests, events, deliveries };
}
