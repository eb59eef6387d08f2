import { assertRole, personOf } from '#libs/identity';
import { parseId, type Payee, type Principal } from '#platform/kernel';

/** The person who asks, or an organisation whose money the person keeps. */
export function payeeFor(principal: Principal, organisationId: string | null | undefined): Payee {
  if (organisationId == null) return { kind: 'person', id: personOf(principal) };
  const id = parseId('org', organisationId);
  assertRole(principal, id, ['finance', 'admin']);
  return { kind: 'organisation', id };
}
