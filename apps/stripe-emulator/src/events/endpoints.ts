import type Stripe from 'stripe';
import type { EmulatorOptions, EndpointOption } from '../options.js';
import type { EndpointRow, EndpointScope } from '../store/records/endpoint.js';
import { PLATFORM, type Row } from '../store/tables.js';
import type { Store, Transaction } from '../store/store.js';
import { API_VERSION } from '../version.js';

/**
 * Endpoints from the configuration have fixed ids, so that a restart with another address sends what is still
 * undelivered to the new one. One that is configured no more is removed.
 */
export function syncConfiguredEndpoints(tx: Transaction, options: EmulatorOptions, nowSeconds: number): void {
  const configured: [string, EndpointScope, EndpointOption | null][] = [
    ['we_configuredPlatform', 'platform', options.webhook],
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
    tx.put('endpoint', id, { scope, secret: option.secret, object });
  }
}

/** The endpoints an event goes to. */
export function endpointsFor(store: Store | Transaction, type: string, account: string, isV2: boolean): string[] {
  const scope: EndpointScope = isV2 ? 'v2' : account === PLATFORM ? 'platform' : 'connect';
  const wants = ({ value }: Row<EndpointRow>): boolean =>
    value.scope === scope && value.object.enabled_events.some((pattern) => pattern === '*' || pattern === type);
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
