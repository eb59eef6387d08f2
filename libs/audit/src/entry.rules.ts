import { canonicalJson, type Actor, type Canonical } from '#platform/kernel';
import type { LoggedEntry } from './history.queries.js';

/** What a person is shown of an entry. */
export interface ShownEntry {
  readonly action: string;
  readonly at: Date;
  readonly actorKind: Actor['kind'];
  /** Null for the system, and for a person who may not be named. */
  readonly personId: string | null;
  readonly systemName: string | null;
  /** Canonical JSON. */
  readonly facts: string;
  /** Whether the hashed bytes may be handed out: they name the person. */
  readonly isReceiptVisible: boolean;
}

interface Entry {
  readonly action: string;
  readonly at: string;
  readonly actor: Actor;
  readonly facts: Canonical;
}

/**
 * Names are the exception: a person is named to themselves, and to others only for the actions that `namedActions` lists.
 * So a reviewer who accepted a milestone stays unnamed to those who may see the milestone.
 */
export function shownEntry(
  { canonical }: Pick<LoggedEntry, 'canonical'>,
  viewerPersonId: string | null,
  namedActions: readonly string[],
): ShownEntry {
  const { action, at, actor, facts } = JSON.parse(canonical) as Entry;
  const shared = { action, at: new Date(at), actorKind: actor.kind, facts: canonicalJson(facts) };
  if (actor.kind === 'system') return { ...shared, personId: null, systemName: actor.name, isReceiptVisible: true };
  const isNamed = actor.personId === viewerPersonId || namedActions.includes(action);
  return { ...shared, personId: isNamed ? actor.personId : null, systemName: null, isReceiptVisible: isNamed };
}
