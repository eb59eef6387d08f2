import {
  belongsTo,
  hasRole,
  organisationsOf,
  type Actor,
  type Id,
  type OrganisationRole,
  type PersonPrincipal,
  type Principal,
} from '#platform/kernel';
import { MissingRoleError, OrganisationNotFoundError } from './identity.errors.js';

/**
 * Refuses a principal without one of the roles. Somebody outside of the organisation learns nothing of it; a member
 * learns which role is missing.
 */
export function assertRole(principal: Principal, organisationId: Id<'org'>, roles: readonly OrganisationRole[]): void {
  assertBelongs(principal, organisationId);
  if (!hasRole(principal, organisationId, roles)) throw new MissingRoleError(roles);
}

export function assertBelongs(principal: Principal, organisationId: Id<'org'>): void {
  if (!belongsTo(principal, organisationId)) throw new OrganisationNotFoundError();
}

/** Organisations that the person administers. */
export function administeredBy(principal: Principal): Id<'org'>[] {
  return organisationsOf(principal).filter((organisationId) => hasRole(principal, organisationId, ['admin']));
}

/** Who the audit log names. Resolvers of anonymous fields never write, so an anonymous writer is a bug. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind === 'person') {
    const { personId, stepUp } = principal;
    return stepUp ? { kind: 'person', personId, stepUp } : { kind: 'person', personId };
  }
  if (principal.kind === 'token') return { kind: 'token', personId: principal.personId, tokenId: principal.tokenId };
  throw new Error('an anonymous principal does not act');
}

/** The person behind a principal. */
export function personOf(principal: Principal): Id<'usr'> {
  if (principal.kind === 'anonymous') throw new Error('an anonymous principal has no person');
  return principal.personId;
}

/** For what the policy opens to people alone; a token that gets here is a bug. */
export function asPerson(principal: Principal): PersonPrincipal {
  if (principal.kind !== 'person') throw new Error('only a person with a session does this');
  return principal;
}
