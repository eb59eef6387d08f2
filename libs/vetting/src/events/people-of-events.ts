import { UNKNOWN_ACTOR } from './unknown-actor.js';
import type { ProjectEvent } from './project-event.js';

const FIELDS = [
  ...['about', 'account', 'author', 'beneficiary', 'by', 'candidate', 'committer', 'person', 'proposer', 'publisher'],
  ...['approver', 'reporter', 'requester', 'secondPerson', 'sender', 'signer', 'sponsor', 'tagger', 'toward'],
];

/** The names of all people whom events name. */
export function namesIn(events: Iterable<ProjectEvent>): Set<string> {
  const names = new Set<string>();
  const collect = (name: string): string => {
    names.add(name);
    return name;
  };
  for (const event of events) withPeople(event, collect);
  return names;
}

/** The same event with its people under other names. Whom no source names stays that. */
export function renamed(event: ProjectEvent, nameOf: (name: string) => string): ProjectEvent {
  const known = (name: string): string => (name === UNKNOWN_ACTOR ? name : nameOf(name));
  const other = withPeople(event, known);
  return other.kind === 'identity' ? { ...other, value: known(other.value) } : other;
}

function withPeople(event: ProjectEvent, nameOf: (name: string) => string): ProjectEvent {
  const fields: Record<string, unknown> = { ...event };
  for (const field of FIELDS) {
    const value = fields[field];
    if (typeof value === 'string') fields[field] = nameOf(value);
  }
  const other = fields as unknown as ProjectEvent;
  if (other.kind === 'change') return { ...other, approvers: other.approvers?.map(nameOf) ?? null };
  if (other.kind === 'accessList')
    return { ...other, holders: other.holders.map((holder) => ({ ...holder, person: nameOf(holder.person) })) };
  if (other.kind === 'ownershipTransfer')
    return { ...other, from: renamedOwners(other.from, nameOf), to: renamedOwners(other.to, nameOf) };
  return other;
}

function renamedOwners(text: string | null, nameOf: (name: string) => string): string | null {
  return text === null ? null : ownersIn(text).map(nameOf).join(', ');
}

/** Several owners stand in one text. */
export function ownersIn(text: string | null): string[] {
  return text === null ? [] : text.split(', ');
}
