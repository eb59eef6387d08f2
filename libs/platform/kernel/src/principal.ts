import type { Id } from './ids.js';

export type OrganisationRole = 'member' | 'finance' | 'admin' | 'reviewer' | 'programme_officer';

export interface Membership {
  readonly organisationId: Id<'org'>;
  readonly roles: readonly OrganisationRole[];
}

/**
 * What an API token may do: read or write in one area. There is none for what moves money or changes access, so no
 * token can ever hold these rights of its person.
 */
export const API_SCOPES = [
  'identity:read',
  'inventory:read',
  'inventory:write',
  'payments:read',
  'pledges:read',
  'pledges:write',
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/**
 * What a person may do for the installation as a whole. Each right is small and includes no other one: none of them is
 * above the rest. A right that guards nothing is not listed.
 */
export const OPERATOR_RIGHTS = ['operator_admin', 'finance_operator'] as const;
export type OperatorRight = (typeof OPERATOR_RIGHTS)[number];

/** Who is asking. A request has exactly one. */
export type Principal = AnonymousPrincipal | PersonPrincipal | TokenPrincipal;

export interface AnonymousPrincipal {
  readonly kind: 'anonymous';
}

export interface PersonPrincipal {
  readonly kind: 'person';
  readonly personId: Id<'usr'>;
  readonly sessionId: Id<'ses'>;
  /** Set while an action runs that the person has confirmed with a passkey. */
  readonly stepUp?: StepUpProof;
  readonly memberships: readonly Membership[];
  /** Those that stand at this moment; none for nearly everybody. */
  readonly operatorRights: readonly OperatorRight[];
}

export interface TokenPrincipal {
  readonly kind: 'token';
  readonly tokenId: Id<'api'>;
  readonly personId: Id<'usr'>;
  readonly organisationId: Id<'org'>;
  /** Set for a token that may act for one product only. */
  readonly productId: Id<'prd'> | null;
  readonly scopes: readonly ApiScope[];
}

export const ANONYMOUS: AnonymousPrincipal = { kind: 'anonymous' };

/** A stored assertion of a passkey over one action. The digest is what the passkey signed. */
export interface StepUpProof {
  readonly stepUpId: Id<'stp'>;
  readonly actionDigest: string;
}

/** Who did something, as the audit log records it; with the proof, when the action was confirmed with a passkey. */
export type Actor =
  | { readonly kind: 'person'; readonly personId: Id<'usr'>; readonly stepUp?: StepUpProof }
  | { readonly kind: 'token'; readonly personId: Id<'usr'>; readonly tokenId: Id<'api'> }
  | { readonly kind: 'system'; readonly name: string };

export function systemActor(name: string): Actor {
  return { kind: 'system', name };
}

/** True when the person holds one of the roles in the organisation; a token never does. */
export function hasRole(principal: Principal, organisationId: string, roles: readonly OrganisationRole[]): boolean {
  if (principal.kind !== 'person') return false;
  const membership = principal.memberships.find((candidate) => candidate.organisationId === organisationId);
  return membership?.roles.some((role) => roles.includes(role)) ?? false;
}

/** True when the person holds one of the rights, or any right when none is named; a token never does. */
export function isOperator(principal: Principal, rights: readonly OperatorRight[] = OPERATOR_RIGHTS): boolean {
  return principal.kind === 'person' && principal.operatorRights.some((right) => rights.includes(right));
}

/** True for any member, and for a token that was made for the organisation. */
export function belongsTo(principal: Principal, organisationId: string): boolean {
  if (principal.kind === 'person')
    return principal.memberships.some((membership) => membership.organisationId === organisationId);
  return principal.kind === 'token' && principal.organisationId === organisationId;
}

/** Organisations that the principal may act for; the scope of every list in SQL. */
export function organisationsOf(principal: Principal): Id<'org'>[] {
  if (principal.kind === 'person') return principal.memberships.map((membership) => membership.organisationId);
  return principal.kind === 'token' ? [principal.organisationId] : [];
}

/**
 * Whose confidential rows a transaction may see and write. The policies of the tables ask for it, so a statement that
 * forgets its WHERE finds nothing of others; without a clearance it finds nothing at all.
 */
export interface Clearance {
  /** Organisations whose products, uploads and inventories are seen. */
  readonly organisationIds: readonly string[];
  /** People whose personal data are seen, and for whom evidence under embargo is opened. */
  readonly subjectIds: readonly string[];
  /** Projects of which it is seen which organisations stand on them. No principal has it; jobs about a project do. */
  readonly projectIds: readonly string[];
}

export const NO_CLEARANCE: Clearance = { organisationIds: [], subjectIds: [], projectIds: [] };

/** The confidential rows that the principal may reach. A token stands for its organisation, not for its person. */
export function clearanceOf(principal: Principal): Clearance {
  return {
    organisationIds: organisationsOf(principal),
    subjectIds: principal.kind === 'person' ? [principal.personId] : [],
    projectIds: [],
  };
}

/** For a job that works for one organisation. */
export function clearanceForOrganisation(organisationId: string): Clearance {
  return clearanceForOrganisations([organisationId]);
}

/** For a job that counts over organisations and keeps nothing that tells of one of them. */
export function clearanceForOrganisations(organisationIds: readonly string[]): Clearance {
  return { ...NO_CLEARANCE, organisationIds };
}

/** For a job that works for one person, or writes to somebody who was invited. */
export function clearanceForSubject(subjectId: string): Clearance {
  return { ...NO_CLEARANCE, subjectIds: [subjectId] };
}

/** For a job about projects: what it writes to an organisation may not say which others stand on them too. */
export function clearanceForProjects(projectIds: readonly string[]): Clearance {
  return { ...NO_CLEARANCE, projectIds };
}
