import { z } from 'zod';
import { invalidParameter } from '../errors.js';
import { inRange, listPage } from '../http/pagination.js';
import { filled, flag, instantRange, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { Resource } from './resource.js';

const listParameters = z.strictObject({
  ...page,
  created: instantRange,
  delivery_success: flag.optional(),
  type: filled().optional(),
  types: z.array(filled()).max(20).optional(),
});

/** Whether every delivery of the event has been answered. */
function isDelivered(operation: Operation, eventId: string): boolean {
  return operation.tx.rows('delivery').every(({ value }) => value.eventId !== eventId || value.status === 'delivered');
}

/** `charge.*` stands for all events of that family. */
function matchesType(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/events',
    parameters: listParameters,
    handle: (operation, { created, delivery_success: delivered, type, types, ...page }) => {
      if (type !== undefined && types !== undefined) {
        throw invalidParameter('types', 'You may only specify one of these parameters: type, types.');
      }
      const wanted = types ?? (type === undefined ? null : [type]);
      return listPage(page, {
        kind: 'event',
        url: '/v1/events',
        rows: operation.tx.rows('event', operation.account),
        matches: (event) =>
          inRange(event.created, created) &&
          (wanted === null || wanted.some((pattern) => matchesType(pattern, event.type))) &&
          (delivered === undefined || delivered === isDelivered(operation, event.id)),
      });
    },
  }),
  new Resource('/v1/events', 'event', 'event').retrieve(),
];
