import { z } from 'zod';
import { inRange, listPage } from '../http/pagination.js';
import { expand, instantRange, page, type InstantRange, type PageParameters } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import type { TableName, Tables } from '../store/tables.js';
import { retrieve } from './lookup.js';

type Shape = Readonly<Record<string, z.ZodType>>;
type Wanted<S extends Shape> = { readonly [K in keyof S]?: z.output<S[K]> | undefined };

interface Filters<T extends TableName, S extends Shape> {
  /** Parameters that ask for a value of the field of their name. */
  readonly equal?: Shape;
  /** Parameters that ask for a range in which the field of their name lies. */
  readonly within?: readonly string[];
  /** Parameters with a rule of their own. */
  readonly special?: S;
  readonly matches?: (value: Tables[T], wanted: Wanted<S>, operation: Operation) => boolean;
}

/** A request that says nothing but what is to be expanded in the answer. */
export const PLAIN = z.strictObject({ expand });

/** One kind of object and the endpoints that all kinds share: whatever is asked for is looked up in the own account only. */
export class Resource<T extends TableName> {
  constructor(
    private readonly path: string,
    private readonly table: T,
    private readonly kind: string,
  ) {}

  /** `GET {path}`: newest first, what fits all filters that are given. */
  list<S extends Shape>(filters: Filters<T, S>): Route {
    const { equal = {}, within = [], special = {}, matches } = filters;
    const ranges = Object.fromEntries(within.map((name) => [name, instantRange]));
    return route({
      method: 'GET',
      path: this.path,
      parameters: z.strictObject({ ...page, ...ranges, ...optional(equal), ...optional(special) }),
      handle: (operation, given) => {
        const wanted = given as PageParameters & Record<string, unknown>;
        return listPage<Tables[T]>(wanted, {
          kind: this.kind,
          url: this.path,
          rows: operation.tx.rows(this.table, operation.account),
          matches: (value) =>
            Object.keys(equal).every((name) => wanted[name] === undefined || fieldOf(value, name) === wanted[name]) &&
            within.every((name) => liesWithin(fieldOf(value, name), wanted[name] as InstantRange)) &&
            (matches?.(value, wanted as Wanted<S>, operation) ?? true),
        });
      },
    });
  }

  /** `POST {path}` */
  create<S extends z.ZodType>(
    parameters: S,
    act: (operation: Operation, parameters: z.output<S>) => object,
    removed: readonly string[] = [],
  ): Route {
    return route({ method: 'POST', path: this.path, parameters, removed, handle: act });
  }

  /** `GET {path}/{id}` */
  retrieve(): Route {
    return route({
      method: 'GET',
      path: `${this.path}/{id}`,
      parameters: PLAIN,
      handle: (operation, _parameters, { id }) => this.find(operation, id!) as object,
    });
  }

  /** `POST {path}/{id}` */
  update<S extends z.ZodType>(parameters: S, act: Act<T, S>, removed: readonly string[] = []): Route {
    return this.onOne({ method: 'POST', path: `${this.path}/{id}`, parameters, removed }, act);
  }

  /** `POST {path}/{id}/{name}` */
  action<S extends z.ZodType>(name: string, parameters: S, act: Act<T, S>, removed: readonly string[] = []): Route {
    return this.onOne({ method: 'POST', path: `${this.path}/{id}/${name}`, parameters, removed }, act);
  }

  /** `DELETE {path}/{id}` */
  delete<S extends z.ZodType>(parameters: S, act: Act<T, S>): Route {
    return this.onOne({ method: 'DELETE', path: `${this.path}/{id}`, parameters, removed: [] }, act);
  }

  private onOne<S extends z.ZodType>(
    place: Pick<Route, 'method' | 'path' | 'removed'> & { readonly parameters: S },
    act: Act<T, S>,
  ): Route {
    return route({
      ...place,
      handle: (operation, parameters, { id }) => act(operation, this.find(operation, id!), parameters),
    });
  }

  private find(operation: Operation, id: string): Tables[T] {
    return retrieve(operation, this.table, this.kind, id);
  }
}

type Act<T extends TableName, S extends z.ZodType> = (
  operation: Operation,
  object: Tables[T],
  parameters: z.output<S>,
) => object;

function optional(shape: Shape): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.optional()]));
}

function fieldOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

function liesWithin(value: unknown, range: InstantRange): boolean {
  return range === undefined || (typeof value === 'number' && inRange(value, range));
}
