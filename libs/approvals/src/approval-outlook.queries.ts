/** Why somebody cannot approve: the codes of the refusals that would be the answer. */
export type ApprovalRefusal =
  'MISSING_ROLE' | 'SEPARATION_OF_DUTIES' | 'APPROVER_BENEFITS' | 'ROLE_TOO_YOUNG' | 'ALREADY_DECIDED';

const HELD = (person: string): string => `SELECT 1 FROM membership_role held
    WHERE held.organisation_id = request.organisation_id AND held.person_id = ${person} AND held.role = ANY (request.approver_roles)`;

/** SQL over a `request`: approvals of people who still have a role that lets them approve. Who left since does not count. */
export const STANDING_APPROVALS = `(SELECT count(*)::int FROM approval_decision decision
    WHERE decision.request_id = request.id AND decision.decision = 'approve' AND EXISTS (${HELD('decision.person_id')}))`;

/**
 * SQL over a `request`: an ApprovalRefusal, or null for who can approve, looked at in the order in which a decision is refused.
 * @param person SQL of the id of whoever asks
 */
export const approvalRefusal = (person: string): string => `CASE
    WHEN NOT EXISTS (${HELD(person)}) THEN 'MISSING_ROLE'
    WHEN request.requested_by = ${person} THEN 'SEPARATION_OF_DUTIES'
    WHEN ${person} = ANY (request.beneficiaries) THEN 'APPROVER_BENEFITS'
    WHEN NOT EXISTS (${HELD(person)} AND held.granted_at <= request.requested_at) THEN 'ROLE_TOO_YOUNG'
    WHEN EXISTS (SELECT 1 FROM approval_decision decision WHERE decision.request_id = request.id AND decision.person_id = ${person}) THEN 'ALREADY_DECIDED'
  END`;
