import { z } from 'zod';
import { filled, integer } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { retrieve } from './lookup.js';

const DEFAULT_LIMIT = 20;

const instant = z.union([
  z.iso.datetime({ offset: true }),
  integer().transform((seconds) => new Date(seconds * 1000).toISOString()),
]);
const listParameters = z.strictObject({
  created: z
    .strictObject({
      gt: instant.optional(),
      gte: instant.optional(),
      lt: instant.optional(),
      lte: instant.optional(),
    })
    .optional(),
  limit: integer(1).optional(),
  object_id: filled().optional(),
  page: filled().optional(),
  types: z.array(filled()).optional(),
});
type ListParameters = z.output<typeof listParameters>;

/** Newest first. v2 pages carry whole addresses; `page` is the position the page begins after. */
function listEvents(operation: Operation, parameters: ListParameters): object {
  const limit = Math.min(parameters.limit ?? DEFAULT_LIMIT, 100);
  const start = parameters.page === undefined ? Infinity : Number(parameters.page);
  const matching = operation.tx
    .rows('v2_event')
    .filter(({ value }) => isCreatedIn(value.created, parameters.created))
    .filter(({ value }) => parameters.types === undefined || parameters.types.includes(value.type))
    .filter(({ value }) => parameters.object_id === undefined || value.related_object?.id === parameters.object_id)
    .reverse();
  const older = matching.filter((row) => row.position < start);
  const data = older.slice(0, limit);
  const last = data.at(-1);
  return {
    data: data.map((row) => row.value),
    next_page_url: older.length > limit ? pageUrl(parameters, limit, last!.position) : null,
    previous_page_url: null,
  };
}

function isCreatedIn(created: string, range: ListParameters['created']): boolean {
  const { gt, gte, lt, lte } = range ?? {};
  const at = Date.parse(created);
  return (
    (gt === undefined || at > Date.parse(gt)) &&
    (gte === undefined || at >= Date.parse(gte)) &&
    (lt === undefined || at < Date.parse(lt)) &&
    (lte === undefined || at <= Date.parse(lte))
  );
}

function pageUrl({ types, object_id: objectId, created }: ListParameters, limit: number, position: number): string {
  const query = new URLSearchParams({ limit: String(limit), page: String(position) });
  types?.forEach((type, index) => query.append(`types[${index}]`, type));
  if (objectId !== undefined) query.append('object_id', objectId);
  for (const [bound, value] of Object.entries(created ?? {})) query.append(`created[${bound}]`, value);
  return `/v2/core/events?${query.toString()}`;
}

export const v2EventRoutes: readonly Route[] = [
  route({ method: 'GET', path: '/v2/core/events', parameters: listParameters, handle: listEvents }),
  route({
    method: 'GET',
    path: '/v2/core/events/{id}',
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { id }) => retrieve(operation, 'v2_event', 'event', id!),
  }),
];
