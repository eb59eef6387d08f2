import type Stripe from 'stripe';
import type { Operation } from '../operation.js';
import { PLATFORM } from '../store/tables.js';
import { API_VERSION } from '../version.js';
import { queueDeliveries } from './deliveries.js';
import { endpointsFor } from './endpoints.js';

/**
 * Stores a v1 event with a snapshot of its object, in the operation's transaction, and queues its deliveries.
 * `previous` is for `.updated` events: the old values of what changed.
 */
export function emitEvent(
  operation: Operation,
  type: Stripe.Event.Type,
  object: Stripe.Event.Data.Object,
  previous?: object,
): void {
  const id = operation.newId('evt');
  const event = {
    id,
    object: 'event',
    // Present on events of connected accounts only: that is how a Connect endpoint tells whose they are.
    ...(operation.account === PLATFORM ? {} : { account: operation.account }),
    api_version: API_VERSION,
    created: operation.nowSeconds,
    data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: endpointsFor(operation.tx, type, operation.account, false).length,
    request: {
      id: operation.request?.id ?? null,
      idempotency_key: operation.request?.idempotencyKey ?? null,
    },
    type,
  } as Stripe.Event;
  operation.tx.put('event', id, event, operation.account);
  operation.eventIds.push(id);
  queueDeliveries(operation, id, type, false);
}
