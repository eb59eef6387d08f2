import { z } from 'zod';
import { v2Page } from '../http/pagination.js';
import { filled, integer } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { retrieve } from './lookup.js';

const PATH = '/v2/core/events';

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

function listEvents(operation: Operation, parameters: ListParameters): object {
  const { created, object_id: objectId, types } = parameters;
  const matching = operation.tx
    .rows('v2_event')
    .filter(({ value }) => isCreatedIn(value.created, created))
    .filter(({ value }) => types === undefined || types.includes(value.type))
    .filter(({ value }) => objectId === undefined || value.related_object?.id === objectId);
  return v2Page(matching, parameters, { path: PATH, filters: filtersOf(parameters), show: (event) => event });
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

function filtersOf({ types = [], object_id: objectId, created = {} }: ListParameters): [string, string][] {
  return [
    ...types.map((type, index): [string, string] => [`types[${index}]`, type]),
    ...(objectId === undefined ? [] : [['object_id', objectId] as [string, string]]),
    ...Object.entries(created).map(([bound, value]): [string, string] => [`created[${bound}]`, value]),
  ];
}

export const v2EventRoutes: readonly Route[] = [
  route({ method: 'GET', path: PATH, parameters: listParameters, handle: listEvents }),
  route({
    method: 'GET',
    path: `${PATH}/{id}`,
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { id }) => retrieve(operation, 'v2_event', 'event', id!),
  }),
];
