/** What a person may hold in a project, in the order in which it can be got. */
export const SCOPES = ['TRIAGE', 'REVIEW', 'COMMIT', 'RELEASE', 'ADMIN'] as const;
/** A part of ADMIN with a grant of its own. */
export const SECURITY_CONTACT = 'SECURITY_CONTACT';
export type Scope = (typeof SCOPES)[number] | typeof SECURITY_CONTACT;

/** How much of the world leans on a project: T0 is critical, T3 is small. */
export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof TIERS)[number];

/** The scope that has to be held before; SECURITY_CONTACT stands where ADMIN stands. Null for the first. */
export function scopeBefore(scope: Scope): Scope | null {
  return SCOPES[SCOPES.indexOf(scope === SECURITY_CONTACT ? 'ADMIN' : scope) - 1] ?? null;
}

/** COMMIT and what comes after it: here somebody changes what others run. */
export function isWriteScope(scope: Scope): boolean {
  return scope !== 'TRIAGE' && scope !== 'REVIEW';
}

/** The stricter of two tiers. */
export function stricterTier(one: Tier, other: Tier): Tier {
  return TIERS.indexOf(one) <= TIERS.indexOf(other) ? one : other;
}
