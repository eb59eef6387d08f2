import { Person } from '../person.js';

export interface Cast {
  readonly maintainer: Person;
  readonly engineer: Person;
  readonly finance: Person;
  readonly officer: Person;
  readonly reviewer: Person;
}

/** Everybody in the story; each signs in with an own browser. */
export function people(apiUrl: string): Cast {
  const person = (name: string): Person => new Person(name, apiUrl);
  return {
    maintainer: person('Grace Maintainer'),
    engineer: person('Clara Company'),
    finance: person('Felix Finance'),
    officer: person('Petra Programme'),
    reviewer: person('Vera Verifier'),
  };
}

/** Invites somebody into an organisation, who accepts. */
export async function join(
  admin: Person,
  newcomer: Person,
  organisationId: string,
  roles: readonly string[],
): Promise<void> {
  const { code } = await admin.mutate<{ code: string }>('inviteMember', 'InviteMemberInput', 'code', {
    organisationId,
    roles,
  });
  await newcomer.mutate('acceptInvitation', 'AcceptInvitationInput', 'organisation { id }', { code });
}

/** Sends the bytes of a file to a one-time address. */
export async function put(url: string, bytes: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
  if (response.status !== 201)
    throw new Error(`the upload was answered with ${String(response.status)}: ${await response.text()}`);
}
