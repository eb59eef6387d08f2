import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, noSuchObject, notSimulated } from '../errors.js';
import { endpointObject } from '../events/endpoints.js';
import { emitV2Event } from '../events/v2-events.js';
import { v2Page } from '../http/pagination.js';
import { changedMetadata, filled, given, integer, metadata, text, webUrl } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import type { EndpointRow, EndpointScope } from '../store/records/endpoint.js';
import { API_VERSION } from '../version.js';

type Destination = Stripe.V2.Core.EventDestination;

const PATH = '/v2/core/event_destinations';
const include = z.array(z.enum(['webhook_endpoint.signing_secret', 'webhook_endpoint.url'])).optional();
type Include = z.output<typeof include>;

const createParameters = z.strictObject({
  description: text(5_000).optional(),
  enabled_events: z.array(filled()).min(1),
  event_payload: z.enum(['snapshot', 'thin']),
  events_from: z.array(z.enum(['self', 'other_accounts'])).optional(),
  include,
  metadata: metadata.optional(),
  name: filled(),
  snapshot_api_version: filled().optional(),
  type: z.enum(['amazon_eventbridge', 'azure_event_grid', 'webhook_endpoint']),
  webhook_endpoint: z.strictObject({ url: webUrl }).optional(),
});
type CreateParameters = z.output<typeof createParameters>;

/** What a destination listens to: thin events, or the snapshots of one side. */
function scopeOf({ event_payload: payload, events_from: from = ['self'] }: CreateParameters): EndpointScope {
  if (payload === 'thin') return 'v2';
  if (from.length !== 1) throw notSimulated('snapshots of the platform and of other accounts at one destination');
  return from[0] === 'self' ? 'platform' : 'connect';
}

function createDestination(operation: Operation, parameters: CreateParameters): Destination {
  const { description = '', enabled_events, event_payload, name, webhook_endpoint: webhook } = parameters;
  if (parameters.type !== 'webhook_endpoint') throw notSimulated(`destinations of the type ${parameters.type}`);
  if (webhook === undefined) {
    throw invalidParameter('webhook_endpoint', 'A webhook_endpoint with a url is required.', 'parameter_missing');
  }
  const version = parameters.snapshot_api_version;
  if (version !== undefined && version !== API_VERSION)
    throw invalidParameter('snapshot_api_version', `Only ${API_VERSION} is spoken here.`);
  const id = operation.newId('ed_test');
  const at = operation.instant.toISOString();
  const destination: Destination = {
    id,
    object: 'v2.core.event_destination',
    created: at,
    description,
    enabled_events,
    event_payload,
    events_from: parameters.events_from ?? ['self'],
    livemode: false,
    metadata: parameters.metadata ?? {},
    name,
    ...(event_payload === 'snapshot' ? { snapshot_api_version: API_VERSION } : {}),
    status: 'enabled',
    type: 'webhook_endpoint',
    updated: at,
  };
  const object = endpointObject({
    id,
    created: operation.nowSeconds,
    url: webhook.url,
    enabledEvents: enabled_events,
  });
  const row: EndpointRow = { scope: scopeOf(parameters), secret: operation.newId('whsec'), object, destination };
  operation.tx.put('endpoint', id, row);
  return shown(row, parameters.include);
}

/** The address and the secret are shown when they are asked for; the secret at the creation only. */
function shown({ destination, object, secret }: EndpointRow, wanted: Include = []): Destination {
  const webhook = given({
    signing_secret: wanted.includes('webhook_endpoint.signing_secret') ? secret : undefined,
    url: wanted.includes('webhook_endpoint.url') ? object.url : undefined,
  });
  return { ...destination!, ...(Object.keys(webhook).length === 0 ? {} : { webhook_endpoint: webhook }) };
}

function find(operation: Operation, id: string): EndpointRow {
  const row = operation.tx.get('endpoint', id);
  if (row?.destination === undefined) throw noSuchObject('event destination', id);
  return row;
}

const updateParameters = z.strictObject({
  description: text(5_000).optional(),
  enabled_events: z.array(filled()).min(1).optional(),
  include: z.array(z.literal('webhook_endpoint.url')).optional(),
  metadata: metadata.optional(),
  name: filled().optional(),
  webhook_endpoint: z.strictObject({ url: webUrl }).optional(),
});

function update(operation: Operation, id: string, parameters: z.output<typeof updateParameters>): Destination {
  const row = find(operation, id);
  const { description, enabled_events, metadata: changes, name, webhook_endpoint: webhook } = parameters;
  const changed: EndpointRow = {
    ...row,
    object: { ...row.object, ...given({ enabled_events, url: webhook?.url }) },
    destination: {
      ...row.destination!,
      ...given({ description, enabled_events, name }),
      metadata: changedMetadata(row.destination!.metadata ?? {}, changes),
      updated: operation.instant.toISOString(),
    },
  };
  operation.tx.put('endpoint', id, changed);
  return shown(changed, parameters.include);
}

/** What happens while a destination is disabled is never sent to it. */
function turn(operation: Operation, id: string, status: 'enabled' | 'disabled'): Destination {
  const row = find(operation, id);
  const destination = { ...row.destination! };
  if (status === 'disabled') destination.status_details = { disabled: { reason: 'user' } };
  else delete destination.status_details;
  const turned: EndpointRow = {
    ...row,
    object: { ...row.object, status },
    destination: { ...destination, status, updated: operation.instant.toISOString() },
  };
  operation.tx.put('endpoint', id, turned);
  return shown(turned);
}

/** Sends an event to the destination and nowhere else, whatever it listens to. */
function ping(operation: Operation, id: string): object {
  find(operation, id);
  const related = { id, type: 'v2.core.event_destination', url: `${PATH}/${id}` };
  return emitV2Event(operation, 'v2.core.event_destination.ping', { only: { endpoint: id, related } });
}

const listParameters = z.strictObject({
  include: z.array(z.literal('webhook_endpoint.url')).optional(),
  limit: integer(1).optional(),
  page: filled().optional(),
});

const NOTHING = z.strictObject({});
const one = `${PATH}/{id}`;

export const eventDestinationRoutes: readonly Route[] = [
  route({ method: 'POST', path: PATH, parameters: createParameters, handle: createDestination }),
  route({
    method: 'GET',
    path: PATH,
    parameters: listParameters,
    handle: (operation, parameters) =>
      v2Page(
        operation.tx.rows('endpoint').filter(({ value }) => value.destination !== undefined),
        parameters,
        {
          path: PATH,
          filters: (parameters.include ?? []).map((name, index) => [`include[${index}]`, name] as const),
          show: (row) => shown(row, parameters.include),
        },
      ),
  }),
  route({
    method: 'GET',
    path: one,
    parameters: z.strictObject({ include: z.array(z.literal('webhook_endpoint.url')).optional() }),
    handle: (operation, parameters, { id }) => shown(find(operation, id!), parameters.include),
  }),
  route({
    method: 'POST',
    path: one,
    parameters: updateParameters,
    handle: (operation, parameters, { id }) => update(operation, id!, parameters),
  }),
  route({
    method: 'DELETE',
    path: one,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => {
      find(operation, id!);
      operation.tx.delete('endpoint', id!);
      return { id: id!, object: 'v2.core.event_destination' };
    },
  }),
  ...(['enable', 'disable'] as const).map((action) =>
    route({
      method: 'POST',
      path: `${one}/${action}`,
      parameters: NOTHING,
      handle: (operation, _parameters, { id }) => turn(operation, id!, `${action}d`),
    }),
  ),
  route({
    method: 'POST',
    path: `${one}/ping`,
    parameters: NOTHING,
    handle: (operation, _parameters, { id }) => ping(operation, id!),
  }),
];
