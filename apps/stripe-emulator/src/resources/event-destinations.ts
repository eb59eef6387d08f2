import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, noSuchObject, refused } from '../errors.js';
import { endpointObject } from '../events/endpoints.js';
import { pingDestination } from '../events/v2-events.js';
import { v2Page } from '../http/pagination.js';
import { changedMetadata, filled, given, integer, metadata, text, webUrl } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import type { DestinationFacts, EndpointRow } from '../store/records/endpoint.js';
import { API_VERSION } from '../version.js';
import { retrieve } from './lookup.js';
import { jsonMetadata } from './v2-accounts.js';

type Destination = Stripe.V2.Core.EventDestination;
type Include = 'webhook_endpoint.signing_secret' | 'webhook_endpoint.url';
type DestinationRow = EndpointRow & { readonly destination: DestinationFacts };

const PATH = '/v2/core/event_destinations';
const include = z.array(z.literal('webhook_endpoint.url')).optional();
const enabledEvents = z.array(filled()).min(1);

const createParameters = z.strictObject({
  description: text().optional(),
  enabled_events: enabledEvents,
  event_payload: z.enum(['snapshot', 'thin']),
  events_from: z
    .array(z.enum(['@accounts', '@self']))
    .length(1)
    .optional(),
  include: z.array(z.enum(['webhook_endpoint.signing_secret', 'webhook_endpoint.url'])).optional(),
  metadata: metadata.optional(),
  name: filled(),
  snapshot_api_version: filled().optional(),
  type: z.literal('webhook_endpoint'),
  webhook_endpoint: z.strictObject({ url: webUrl }),
});

function createDestination(operation: Operation, parameters: z.output<typeof createParameters>): Destination {
  const { enabled_events, event_payload: payload, snapshot_api_version: version } = parameters;
  checkTypes(payload, enabled_events);
  if (payload === 'snapshot' && version !== API_VERSION) {
    throw invalidParameter('snapshot_api_version', `Only ${API_VERSION} is spoken here.`);
  }
  const eventsFrom = parameters.events_from ?? ['@self'];
  const object = endpointObject({
    id: operation.newId('ed_test'),
    created: operation.nowSeconds,
    url: parameters.webhook_endpoint.url,
    enabledEvents: enabled_events,
    description: parameters.description ?? null,
    metadata: parameters.metadata ?? {},
  });
  const row: DestinationRow = {
    destination: { eventsFrom, name: parameters.name, payload, updatedAtMs: operation.instant.getTime() },
    object,
    scope: payload === 'thin' ? 'v2' : eventsFrom[0] === '@self' ? 'platform' : 'connect',
    secret: operation.newId('whsec'),
  };
  operation.tx.put('endpoint', object.id, row, operation.account);
  return destinationObject(row, parameters.include ?? []);
}

/** Thin events are those of v2, snapshots those of v1. */
function checkTypes(payload: 'snapshot' | 'thin', types: readonly string[]): void {
  const wrong = types.find((type) => type !== '*' && type.startsWith('v2.') !== (payload === 'thin'));
  if (wrong !== undefined) {
    throw invalidParameter('enabled_events', `Events of the type ${wrong} do not come with a ${payload} payload here.`);
  }
}

const updateParameters = z.strictObject({
  description: text().optional(),
  enabled_events: enabledEvents.optional(),
  include,
  metadata: jsonMetadata.optional(),
  name: filled().optional(),
  webhook_endpoint: z.strictObject({ url: webUrl }).optional(),
});

function updateDestination(
  operation: Operation,
  row: DestinationRow,
  parameters: z.output<typeof updateParameters>,
): Destination {
  const { description, enabled_events, name, webhook_endpoint: endpoint } = parameters;
  if (enabled_events !== undefined) checkTypes(row.destination.payload, enabled_events);
  const changed = put(
    operation,
    row,
    {
      ...given({ description, enabled_events, url: endpoint?.url }),
      metadata: changedMetadata(row.object.metadata, parameters.metadata),
    },
    given({ name }),
  );
  return destinationObject(changed, parameters.include ?? []);
}

/** What happens while a destination is disabled is never sent to it. */
function switchDestination(operation: Operation, row: DestinationRow, status: 'disabled' | 'enabled'): Destination {
  return destinationObject(put(operation, row, { status }), []);
}

function put(
  operation: Operation,
  row: DestinationRow,
  object: Partial<Stripe.WebhookEndpoint>,
  facts: Partial<DestinationFacts> = {},
): DestinationRow {
  const changed = {
    ...row,
    destination: { ...row.destination, ...facts, updatedAtMs: operation.instant.getTime() },
    object: { ...row.object, ...object },
  };
  operation.tx.put('endpoint', row.object.id, changed);
  return changed;
}

function ping(operation: Operation, { object }: DestinationRow): object {
  if (object.status !== 'enabled') throw refused(`The event destination ${object.id} is disabled.`);
  return pingDestination(operation, object.id);
}

function destinationOf(operation: Operation, id: string): DestinationRow {
  const row = retrieve(operation, 'endpoint', 'event destination', id);
  if (!isDestination(row)) throw noSuchObject('event destination', id);
  return row;
}

function isDestination(row: EndpointRow): row is DestinationRow {
  return row.destination !== undefined;
}

/** The address is shown when it is asked for, the secret then and at creation only. */
function destinationObject({ destination, object, secret }: DestinationRow, includes: readonly Include[]): Destination {
  const { eventsFrom, name, payload, updatedAtMs } = destination;
  const endpoint = {
    ...(includes.includes('webhook_endpoint.signing_secret') ? { signing_secret: secret } : {}),
    ...(includes.includes('webhook_endpoint.url') ? { url: object.url } : {}),
  };
  return {
    id: object.id,
    object: 'v2.core.event_destination',
    created: new Date(object.created * 1000).toISOString(),
    description: object.description ?? '',
    enabled_events: object.enabled_events,
    event_payload: payload,
    events_from: [...eventsFrom],
    livemode: false,
    metadata: object.metadata,
    name,
    ...(payload === 'snapshot' ? { snapshot_api_version: API_VERSION } : {}),
    status: object.status === 'enabled' ? 'enabled' : 'disabled',
    ...(object.status === 'enabled' ? {} : { status_details: { disabled: { reason: 'user' } } }),
    type: 'webhook_endpoint',
    updated: new Date(updatedAtMs).toISOString(),
    ...(includes.length === 0 ? {} : { webhook_endpoint: endpoint }),
  };
}

const listParameters = z.strictObject({ include, limit: integer(1).optional(), page: filled().optional() });

function listDestinations(operation: Operation, parameters: z.output<typeof listParameters>): object {
  const rows = operation.tx
    .rows('endpoint', operation.account)
    .flatMap((row) => (isDestination(row.value) ? [{ ...row, value: row.value }] : []));
  const { include: includes = [] } = parameters;
  return v2Page(rows, parameters, {
    path: PATH,
    filters: includes.map((name, index) => [`include[${index}]`, name] as const),
    show: (row) => destinationObject(row, includes),
  });
}

const NOTHING = z.strictObject({});

export const eventDestinationRoutes: readonly Route[] = [
  route({ method: 'POST', path: PATH, parameters: createParameters, handle: createDestination }),
  route({ method: 'GET', path: PATH, parameters: listParameters, handle: listDestinations }),
  route({
    method: 'GET',
    path: `${PATH}/{id}`,
    parameters: z.strictObject({ include }),
    handle: (operation, parameters, { id }) =>
      destinationObject(destinationOf(operation, id!), parameters.include ?? []),
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}`,
    parameters: updateParameters,
    handle: (operation, parameters, { id }) => updateDestination(operation, destinationOf(operation, id!), parameters),
  }),
  route({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => {
      operation.tx.delete('endpoint', destinationOf(operation, id!).object.id);
      return { id: id!, object: 'v2.core.event_destination' };
    },
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}/disable`,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => switchDestination(operation, destinationOf(operation, id!), 'disabled'),
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}/enable`,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => switchDestination(operation, destinationOf(operation, id!), 'enabled'),
  }),
  route({
    method: 'POST',
    path: `${PATH}/{id}/ping`,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => ping(operation, destinationOf(operation, id!)),
  }),
];
