import { sha256Hex } from '#platform/kernel';
import type { EventKind } from '../events/project-event.js';

const DIGITS = 24;

/** The same facts of the same source have the same id, so that what is imported twice is one event. */
export function eventId(kind: EventKind, ...facts: readonly (string | number | null)[]): string {
  return `${kind}:${sha256Hex(JSON.stringify(facts)).slice(0, DIGITS)}`;
}
