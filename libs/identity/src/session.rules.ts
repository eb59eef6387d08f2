import { DAY_MS, HOUR_MS, MINUTE_MS, type OperatorRight, type OrganisationRole } from '#platform/kernel';

/** How long a session may rest, and how long it may live at all. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

const ORDINARY: SessionLimits = { idleMs: 14 * DAY_MS, absoluteMs: 30 * DAY_MS };
const STRICT: SessionLimits = { idleMs: 30 * MINUTE_MS, absoluteMs: 12 * HOUR_MS };

/** Roles that decide about the money of others. */
const STRICT_ROLES: readonly OrganisationRole[] = ['finance', 'reviewer', 'programme_officer'];

/** The longest life of any session; cookies and rows need no more. */
export const SESSION_LIFETIME_MS = ORDINARY.absoluteMs;

/** What a person may do at this moment, in organisations and for the installation. */
export interface Powers {
  readonly roles: readonly OrganisationRole[];
  readonly operatorRights: readonly OperatorRight[];
}

/** The limits follow the powers of the moment: who becomes a reviewer has a reviewer's session at once. */
export function sessionLimits({ roles, operatorRights }: Powers): SessionLimits {
  return operatorRights.length > 0 || roles.some((role) => STRICT_ROLES.includes(role)) ? STRICT : ORDINARY;
}

export function isOpen(
  session: { readonly createdAt: Date; readonly lastSeenAt: Date },
  { idleMs, absoluteMs }: SessionLimits,
  now: Date,
): boolean {
  return (
    now.getTime() - session.lastSeenAt.getTime() < idleMs && now.getTime() - session.createdAt.getTime() < absoluteMs
  );
}

/** Names that browsers carry besides their own come later: Edge and Opera also say Chrome, and Chrome says Safari. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\bFirefox\//, 'Firefox'],
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
];

/** The family of a user agent and nothing more: versions and devices would be a fingerprint that nobody needs kept. */
export function clientFamily(userAgent: string | undefined): string {
  return FAMILIES.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? 'other';
}
