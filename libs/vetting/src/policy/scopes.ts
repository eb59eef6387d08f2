/** What a person may hold in a project, in the order in which it can be got. */
export const SCOPES = ['TRIAGE', 'REVIEW', 'COMMIT', 'RELEASE', 'ADMIN'] as const;
/** A part of ADMIN with a grant of its own. */
export const SECURITY_CONTACT = 'SECURITY_CONTACT';
export type Scope = (typeof SCOPES)[number] | typeof SECURITY_CONTACT;

/** How much of the world leans on a project: T0 is critical, T3 is small. */
export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof TIERS)[number];
