/** Section 3.4 of the vetting design. */
export const GRANT_STATUSES = [
  ...(['DRAFT', 'SUBMITTED', 'INELIGIBLE', 'SPONSORING', 'EVIDENCE_REVIEW', 'COMMENT_PERIOD', 'VOTING'] as const),
  ...(['REJECTED', 'APPROVED', 'DECLINED', 'COOLING_OFF', 'PROVISIONING', 'PROBATION', 'ACTIVE'] as const),
  ...(['RECERT_DUE', 'DORMANT', 'SUSPENDED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN', 'ON_HOLD'] as const),
] as const;
export type GrantStatus = (typeof GRANT_STATUSES)[number];

/** The scope is held in these, and in no other (I-05). */
export const HOLDING_STATUSES: readonly GrantStatus[] = ['PROBATION', 'ACTIVE', 'RECERT_DUE'];

/** What can be appealed against, and restored by an appeal. */
export const APPEALABLE_STATUSES: readonly GrantStatus[] = ['REJECTED', 'REVOKED', 'SUSPENDED', 'ON_HOLD'];

/** A risk hold stops these (row 21). */
export const BEFORE_RIGHTS: readonly GrantStatus[] = [
  ...(['SUBMITTED', 'SPONSORING', 'EVIDENCE_REVIEW', 'COMMENT_PERIOD', 'VOTING'] as const),
  ...(['APPROVED', 'COOLING_OFF', 'PROVISIONING'] as const),
];
