import { sha256Hex } from '#platform/kernel';

/** Somebody who signed in. `subject` is what Mainstay sees as the `sub` claim. */
export interface LocalPerson {
  readonly subject: string;
  readonly name: string;
  readonly email: string;
}

/** The people whom the login page offers; the demo's story is told with them. */
export const DEMO_PEOPLE: readonly string[] = [
  'Grace Maintainer',
  'Marco Maintainer',
  'Clara Company',
  'Felix Finance',
  'Vera Verifier',
  'Petra Programme',
  'Oscar Operator',
];

export const NAME_LIMIT = 80;

/**
 * The person behind a typed name, or null when the text cannot be a name. The subject depends on the name alone, so
 * that an account survives restarts without any storage: "Grace  Maintainer" is always `local|grace-maintainer`.
 */
export function personNamed(text: string): LocalPerson | null {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name.length > NAME_LIMIT || !/[\p{Letter}\p{Number}]/u.test(name) || /\p{Control}/u.test(name)) return null;
  const slug = slugOf(name);
  return { subject: `local|${slug}`, name, email: `${slug}@people.example` };
}

/**
 * A subject is ASCII (OpenID Connect Core, section 2). Letters without an ASCII form are dropped, and a digest of the
 * name then keeps people apart whose names would otherwise become the same slug.
 */
function slugOf(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const slug = folded.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  if (!/[^\p{ASCII}]/u.test(folded)) return slug;
  const digest = sha256Hex(folded).slice(0, 12);
  return slug === '' ? digest : `${slug}-${digest}`;
}
