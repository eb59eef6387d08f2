import type { ProjectEvent } from './project-event.js';

/** The address that a forge gives to an account names the account itself, with its number or without. */
const ADDRESS_OF_LOGIN = /^(?:\d+\+)?([a-z\d][a-z\d-]*)@users\.noreply\.github\.com$/i;

/**
 * Accounts of a forge that a history knows by their login, and by the address that the forge gave to the same account.
 * Any other mail address is linked with nothing: that it looks like a login proves nothing.
 * @returns pairs of the login and the address
 */
export function loginsOfMail(events: Iterable<ProjectEvent>): [string, string][] {
  const names = new Set<string>();
  for (const event of events) for (const name of peopleOf(event)) names.add(name);
  const byLogin = new Map([...names].filter((name) => !name.includes('@')).map((name) => [name.toLowerCase(), name]));
  return [...names].sort().flatMap((name): [string, string][] => {
    const login = byLogin.get(ADDRESS_OF_LOGIN.exec(name)?.[1]?.toLowerCase() ?? '');
    return login === undefined ? [] : [[login, name]];
  });
}

const FIELDS = [
  ...['account', 'approver', 'author', 'beneficiary', 'by', 'candidate', 'committer', 'from', 'person', 'proposer'],
  ...['publisher', 'reporter', 'requester', 'secondPerson', 'sender', 'signer', 'sponsor', 'tagger', 'to', 'toward'],
];

function peopleOf(event: ProjectEvent): string[] {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const names = FIELDS.map((field) => fields[field]).filter((value) => typeof value === 'string');
  if (event.kind === 'change') names.push(...(event.approvers ?? []));
  if (event.kind === 'accessList') names.push(...event.holders.map(({ person }) => person));
  return names;
}
