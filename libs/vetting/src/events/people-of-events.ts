import type { ProjectEvent } from './project-event.js';

const FIELDS = [
  ...['account', 'approver', 'author', 'beneficiary', 'by', 'candidate', 'committer', 'from', 'person', 'proposer'],
  ...['publisher', 'reporter', 'requester', 'secondPerson', 'sender', 'signer', 'sponsor', 'tagger', 'to', 'toward'],
];

/** The names of all people whom events name. */
export function namesIn(events: Iterable<ProjectEvent>): Set<string> {
  const names = new Set<string>();
  for (const event of events) for (const name of peopleOf(event)) names.add(name);
  return names;
}

function peopleOf(event: ProjectEvent): string[] {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const names = FIELDS.map((field) => fields[field]).filter((value) => typeof value === 'string');
  if (event.kind === 'change') names.push(...(event.approvers ?? []));
  if (event.kind === 'accessList') names.push(...event.holders.map(({ person }) => person));
  if (event.kind === 'ownershipTransfer') names.push(...ownersIn(event.from), ...ownersIn(event.to));
  return names;
}

/** Several owners stand in one text. */
export function ownersIn(text: string | null): string[] {
  return text === null ? [] : text.split(', ');
}
