import type { Store } from '../store/store.js';

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
