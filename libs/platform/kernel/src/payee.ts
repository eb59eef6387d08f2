import { formatId, parseId, prefixOf, type Id } from './ids.js';

/** Who is paid: a person, or an organisation such as a fiscal host. */
export type Payee =
  { readonly kind: 'person'; readonly id: Id<'usr'> } | { readonly kind: 'organisation'; readonly id: Id<'org'> };

/** A payee in two columns of a row, of which exactly one is set. */
export interface PayeeColumns {
  readonly personId: Id<'usr'> | null;
  readonly organisationId: Id<'org'> | null;
}

/** The outside id, `usr_…` or `org_…`: the owner of the payee's accounts in the ledger. */
export function formatPayee({ kind, id }: Payee): string {
  return formatId(kind === 'person' ? 'usr' : 'org', id);
}

/** The payee of an outside id. Anything but `usr_…` and `org_…` gives a person that does not exist. */
export function parsePayee(text: string): Payee {
  return prefixOf(text) === 'org'
    ? { kind: 'organisation', id: parseId('org', text) }
    : { kind: 'person', id: parseId('usr', text) };
}

export function payeeColumns({ kind, id }: Payee): PayeeColumns {
  return kind === 'person' ? { personId: id, organisationId: null } : { personId: null, organisationId: id };
}

export function payeeOfColumns({ personId, organisationId }: PayeeColumns): Payee {
  if (personId !== null) return { kind: 'person', id: personId };
  if (organisationId !== null) return { kind: 'organisation', id: organisationId };
  throw new TypeError('a payee is a person or an organisation');
}
