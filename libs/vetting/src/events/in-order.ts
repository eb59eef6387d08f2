import type { Moment } from './moment.js';

/** In the order in which rules read them; what has the same moment keeps its place. */
export function inOrder<T extends { readonly at: Moment }>(events: readonly T[]): T[] {
  return [...events].sort((left, right) => left.at.from - right.at.from || left.at.to - right.at.to);
}
