import type Stripe from 'stripe';
import { noSuchObject } from '../errors.js';
import { sameSecret } from '../http/authentication.js';
import type { EmulatorOptions, EndpointOption } from '../options.js';
import type { EndpointRow, EndpointScope } from '../store/records/endpoint.js';
import { PLATFORM, type Row } from '../store/tables.js';
import type { Store, Transaction } from '../store/store.js';
import { API_VERSION } from '../version.js';

export const CONFIGURED_PLATFORM = 'we_configuredPlatform';

const CONFIGURED_DESTINATION = { eventsFrom: ['@self'], name: 'Configured', payload: 'thin' } as const;

/**
 * Endpoints from the configuration have fixed ids, so that a restart with another address sends what is still
 * undelivered to the new one. One that is configured no more is removed.
 */
export function syncConfiguredEndpoints(tx: Transaction, options: EmulatorOptions, nowSeconds: number): void {
  const configured: [string, EndpointScope, EndpointOption | null][] = [
    [CONFIGURED_PLATFORM, 'platform', options.webhook],
    ['we_configuredConnect', 'connect', options.connectWebhook],
    ['ed_configuredV2', 'v2', options.v2Webhook],
  ];
  for (const [id, scope, option] of configured) {
    if (option === null) {
      tx.delete('endpoint', id);
      continue;
    }
    const created = tx.get('endpoint', id)?.object.created ?? nowSeconds;
    const object = endpointObject({ id, created, url: option.url, enabledEvents: ['*'] });
    const destination =
      scope === 'v2' ? { destination: { ...CONFIGURED_DESTINATION, updatedAtMs: created * 1000 } } : {};
    tx.put('endpoint', id, { ...retained(tx, id, option), ...destination, scope, secret: option.secret, object });
  }
}

/** A restart with the secret that took over keeps the one before it for the rest of its time. */
function retained(tx: Transaction, id: string, { secret }: EndpointOption): Pick<EndpointRow, 'retiring'> {
  const known = tx.get('endpoint', id);
  const isRotated = known?.retiring !== undefined && sameSecret(known.secret, secret);
  return isRotated ? { retiring: known.retiring } : {};
}

/** Gives an endpoint another secret; the one it has signs as well until the instant. */
export function rotateSecret(tx: Transaction, id: string, rotation: { secret: string; untilMs: number }): EndpointRow {
  const endpoint = tx.get('endpoint', id);
  if (endpoint === undefined) throw noSuchObject('webhook endpoint', id);
  const { secret, untilMs } = rotation;
  const rotated = { ...endpoint, retiring: { secret: endpoint.secret, untilMs }, secret };
  tx.put('endpoint', id, rotated);
  return rotated;
}

/** The endpoints an event goes to. */
export function endpointsFor(store: Store | Transaction, type: string, account: string, isV2: boolean): string[] {
  const scope: EndpointScope = isV2 ? 'v2' : account === PLATFORM ? 'platform' : 'connect';
  const wants = ({ value }: Row<EndpointRow>): boolean =>
    value.scope === scope &&
    value.object.status === 'enabled' &&
    value.object.enabled_events.some((pattern) => pattern === '*' || pattern === type);
  return store
    .rows('endpoint')
    .filter(wants)
    .map((row) => row.id);
}

/** The shape `GET /v1/webhook_endpoints/{id}` answers; the secret is shown at creation only. */
export function endpointObject(fields: {
  id: string;
  created: number;
  url: string;
  enabledEvents: string[];
  description?: string | null;
  metadata?: Record<string, string>;
}): Stripe.WebhookEndpoint {
  return {
    id: fields.id,
    object: 'webhook_endpoint',
    api_version: API_VERSION,
    application: null,
    created: fields.created,
    description: fields.description ?? null,
    enabled_events: fields.enabledEvents,
    livemode: false,
    metadata: fields.metadata ?? {},
    status: 'enabled',
    url: fields.url,
  };
}
