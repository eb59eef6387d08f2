import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter, noSuchObject } from '../errors.js';
import { endpointObject } from '../events/endpoints.js';
import { listPage } from '../http/pagination.js';
import {
  changedMetadata,
  expand,
  filled,
  flag,
  given,
  metadata,
  metadataChange,
  page,
  text,
  unsettable,
  webUrl,
} from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import type { EndpointRow } from '../store/records/endpoint.js';
import { API_VERSION } from '../version.js';
import { retrieve } from './lookup.js';

const createParameters = z.strictObject({
  api_version: filled().optional(),
  connect: flag.optional(),
  description: text(5_000).optional(),
  enabled_events: z.array(filled()).min(1),
  expand,
  metadata: metadata.optional(),
  url: webUrl,
});

function createEndpoint(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.WebhookEndpoint {
  if (parameters.api_version !== undefined && parameters.api_version !== API_VERSION) {
    throw invalidParameter('api_version', `Only ${API_VERSION} is spoken here.`);
  }
  const object = endpointObject({
    id: operation.newId('we'),
    created: operation.nowSeconds,
    url: parameters.url,
    enabledEvents: parameters.enabled_events,
    description: parameters.description ?? null,
    metadata: parameters.metadata ?? {},
  });
  const secret = operation.newId('whsec');
  const scope = parameters.connect === true ? 'connect' : 'platform';
  operation.tx.put('endpoint', object.id, { scope, secret, object }, operation.account);
  return { ...object, secret };
}

const updateParameters = z.strictObject({
  description: unsettable(text(5_000)).optional(),
  disabled: flag.optional(),
  enabled_events: z.array(filled()).min(1).optional(),
  expand,
  metadata: metadataChange.optional(),
  url: webUrl.optional(),
});

/** What happens while an endpoint is disabled is never sent to it. */
function updateEndpoint(
  operation: Operation,
  id: string,
  parameters: z.output<typeof updateParameters>,
): Stripe.WebhookEndpoint {
  const endpoint = endpointOf(operation, id);
  const { description, disabled, enabled_events, metadata: changes, url } = parameters;
  const object: Stripe.WebhookEndpoint = {
    ...endpoint.object,
    ...given({ description, enabled_events, url }),
    ...(disabled === undefined ? {} : { status: disabled ? 'disabled' : 'enabled' }),
    metadata: changedMetadata(endpoint.object.metadata, changes),
  };
  operation.tx.put('endpoint', id, { ...endpoint, object });
  return object;
}

/** An endpoint of v1: event destinations have a path of their own. */
function endpointOf(operation: Operation, id: string): EndpointRow {
  const endpoint = retrieve(operation, 'endpoint', 'webhook endpoint', id);
  if (endpoint.destination !== undefined) throw noSuchObject('webhook endpoint', id);
  return endpoint;
}

export const webhookEndpointRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/webhook_endpoints', parameters: createParameters, handle: createEndpoint }),
  route({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    parameters: z.strictObject(page),
    handle: (operation, parameters) =>
      listPage(parameters, {
        kind: 'webhook endpoint',
        url: '/v1/webhook_endpoints',
        rows: operation.tx
          .rows('endpoint', operation.account)
          .filter(({ value }) => value.destination === undefined)
          .map((row) => ({ ...row, value: row.value.object })),
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/webhook_endpoints/{id}',
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { id }) => endpointOf(operation, id!).object,
  }),
  route({
    method: 'POST',
    path: '/v1/webhook_endpoints/{id}',
    parameters: updateParameters,
    handle: (operation, parameters, { id }) => updateEndpoint(operation, id!, parameters),
  }),
  route({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/{id}',
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { id }) => {
      endpointOf(operation, id!);
      operation.tx.delete('endpoint', id!);
      return { id: id!, object: 'webhook_endpoint', deleted: true };
    },
  }),
];
