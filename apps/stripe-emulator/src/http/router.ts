import type { z } from 'zod';
import type { Operation } from '../operation.js';

type Method = 'GET' | 'POST' | 'DELETE';

/** One endpoint of the API: how it is addressed, what it takes and what it does. */
export interface Route {
  readonly method: Method;
  /** For example `/v1/transfers/{id}`; a name in braces matches one segment. */
  readonly path: string;
  readonly parameters: z.ZodType;
  /** Parameters that this API version refuses by their own error code. */
  readonly removed: readonly string[];
  /** Gives the object of the answer. An ApiError that is thrown undoes everything, one that is returned keeps it. */
  readonly handle: (operation: Operation, parameters: unknown, path: PathParameters) => object;
}
type PathParameters = Readonly<Record<string, string>>;

interface RouteDefinition<S extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  readonly parameters: S;
  readonly removed?: readonly string[];
  readonly handle: (operation: Operation, parameters: z.output<S>, path: PathParameters) => object;
}

/** Declares an endpoint; the handler is typed by its own parameter schema. */
export function route<S extends z.ZodType>(definition: RouteDefinition<S>): Route {
  return {
    ...definition,
    removed: definition.removed ?? [],
    handle: (operation, parameters, path) => definition.handle(operation, parameters as z.output<S>, path),
  };
}

export interface Match {
  readonly route: Route;
  readonly path: PathParameters;
}

/** The table of endpoints. Fixed segments win over named ones. */
export class Router {
  private readonly entries: { route: Route; segments: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    const named = (segments: readonly string[]): number => segments.filter((segment) => segment.startsWith('{')).length;
    this.entries = routes
      .map((route) => ({ route, segments: route.path.split('/') }))
      .sort((a, b) => named(a.segments) - named(b.segments));
  }

  find(method: string, pathname: string): Match | null {
    const actual = pathname.split('/');
    for (const { route, segments } of this.entries) {
      if (route.method !== method || segments.length !== actual.length) continue;
      const path = matchSegments(segments, actual);
      if (path !== null) return { route, path };
    }
    return null;
  }
}

function matchSegments(pattern: readonly string[], actual: readonly string[]): PathParameters | null {
  const path: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = actual[index]!;
    if (segment.startsWith('{')) {
      const decoded = decodeSegment(value);
      if (decoded === '') return null;
      path[segment.slice(1, -1)] = decoded;
    } else if (segment !== value) return null;
  }
  return path;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A malformed escape names nothing.
    return '';
  }
}
