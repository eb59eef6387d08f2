/** What a notification is about; people opt out by these, once for each. */
export const NOTIFICATION_TOPICS = [
  'approvals',
  'milestones',
  'money',
  'security',
  'invitations',
  'dependencies',
] as const;
export type NotificationTopic = (typeof NOTIFICATION_TOPICS)[number];

/** Those that mail may be switched off for. Who is paid, and who may be robbed, has to hear of it. */
export const OPTIONAL_TOPICS: readonly NotificationTopic[] = ['approvals', 'milestones', 'dependencies'];

interface Template {
  readonly topic: NotificationTopic;
  /** Page that the message leads to. */
  readonly path: string;
  /** What the code in the link is for, when it has one; the parameter `codeId` says of what. */
  readonly code?: 'invitation' | 'mail-address';
  /** For what mail is no way to tell. */
  readonly isInboxOnly?: true;
}

const security: Template = { topic: 'security', path: '/' };

/** Nobody is paid by it, so mail about it can be switched off as that about other work. */
const inKind: Template = { topic: 'milestones', path: '/' };

/** About projects that a company depends on, and what it offers them. Nothing is owed by it. */
const dependencies: Template = { topic: 'dependencies', path: '/' };

const money: Template = { topic: 'money', path: '/' };

/** Every message there is. Its texts are `notifications.<name>.subject` and `.body`. */
export const TEMPLATES = {
  approvalWaiting: { topic: 'approvals', path: '/' },
  payeeProposed: money,
  pledgePaid: money,
  heldMoneyExpiring: money,
  heldMoneyReturned_payer: money,
  heldMoneyReturned_balance: money,
  balanceExpiring: money,
  host_applied: money,
  host_accepted: money,
  host_declined: money,
  host_leaving: money,
  host_left: money,
  dependency_need_posted: dependencies,
  dependency_first_co_maintainer_request: dependencies,
  dependency_maintainer_lost: dependencies,
  dependency_hand_over_begun: dependencies,
  dependency_role_request_opened: dependencies,
  dependency_several: dependencies,
  offer_waiting: dependencies,
  offer_taken: dependencies,
  offer_not_taken: dependencies,
  offer_expired: dependencies,
  offer_call_answered: dependencies,
  offer_call_adopted: dependencies,
  offer_call_expired: dependencies,
  inKind_promised: inKind,
  inKind_accepted: inKind,
  inKind_delivered: inKind,
  inKind_declined: inKind,
  inKind_lapsed: inKind,
  inKind_withdrawn: inKind,
  paymentWaiting: { topic: 'approvals', path: '/' },
  payoutFailed: money,
  recipientDisconnected: money,
  payer_invoice_overdue: money,
  payer_invoice_voided: money,
  payer_invoice_overpaid: money,
  payer_invoice_refused: money,
  commitment_ended_by_payer: money,
  commitment_ended_by_payment: money,
  commitment_payment_failed: money,
  commitment_payment_still_failing: money,
  commitment_payment_last_notice: money,
  commitment_invoice_still_overdue: money,
  commitment_invoice_last_notice: money,
  commitment_ended_unpaid: money,
  commitment_need_funded: money,
  commitment_not_started: money,
  commitment_ending: money,
  commitment_component_left: money,
  payer_card_wanted: money,
  payer_charge_declined: money,
  payer_charge_needs_payer: money,
  payer_charge_lacks_card: money,
  payer_charge_given_up: money,
  payer_run_drafted: money,
  payer_run_not_drafted: money,
  payer_run_void: money,
  payer_run_lapsed: money,
  payer_run_given_up: money,
  payer_run_paid_late: money,
  payer_run_waits_for_balance: money,
  milestoneAccepted: { topic: 'milestones', path: '/' },
  milestoneChangesRequested: { topic: 'milestones', path: '/' },
  invitation: { topic: 'invitations', path: '/invitations/accept', code: 'invitation' },
  confirmMailAddress: { topic: 'security', path: '/mail-address', code: 'mail-address' },
  mailAddressChanged: security,
  mailBounced: { ...security, isInboxOnly: true },
  security_new_sign_in: security,
  security_factor_added: security,
  security_factor_removed: security,
  security_token_created: security,
  security_recovery_started: security,
  security_sessions_ended: security,
  security_erasure_requested: security,
  security_erasure_blocked: security,
  claim_waiting: security,
  claim_verified: security,
  claim_newcomer_waiting: security,
  claim_newcomer_verified: security,
  claim_contested: security,
  claim_resolved_for_claimant: security,
  claim_resolved_for_contester: security,
  claim_resolved_for_both: security,
  claim_proof_lost: security,
  claim_proof_unreachable: security,
  claim_ended: security,
  project_watch: security,
  project_review: security,
  project_hold: security,
  project_eased: security,
  project_card: security,
  project_advocate_wanted: security,
  project_support_chosen: security,
  project_seat_drawn: security,
  project_seat_taken: security,
  project_seat_given: security,
  role_comment_opened: security,
  role_consent_asked: security,
  role_ineligible: security,
  role_report_asked: security,
  role_vote_open: security,
  role_vote_asked: security,
  role_approved: security,
  role_rejected: security,
  role_held: security,
  role_hold_to_clear: security,
  role_to_give: security,
  role_given: security,
  role_probation_again: security,
  role_recertification: security,
  role_recertification_of_peer: security,
  role_dormant: security,
  role_suspended: security,
  role_suspended_of_peer: security,
  role_revoked: security,
  role_appeal_filed: security,
  role_appeal_panel: security,
  role_appeal_decided: security,
  role_second_operator: security,
  role_successor_wanted: security,
  role_support_offered: security,
  role_advocate_asked: security,
  role_removal_proposed: security,
  role_removal_of_peer: security,
  role_removal_vote_open: security,
  operator_claim_to_resolve: security,
  operator_right_proposed: security,
  operator_right_granted: security,
  operator_right_revoked: security,
  operator_refund_outside: money,
  operator_refund_not_covered: money,
  operator_refund_kept: money,
  operator_bank_entry_waiting: money,
  operator_finding_new: money,
} as const satisfies Readonly<Record<string, Template>>;

export type TemplateName = keyof typeof TEMPLATES;

export function templateOf(name: string): Template {
  if (!Object.hasOwn(TEMPLATES, name)) throw new Error(`no template ${name}`);
  return TEMPLATES[name as TemplateName];
}

/** Why mail is not sent, or null when it is. */
export function reasonToWithhold(
  { topic, isInboxOnly }: Pick<Template, 'topic' | 'isInboxOnly'>,
  facts: { readonly hasAddress: boolean; readonly optedOut: boolean },
): 'inbox_only' | 'no_confirmed_address' | 'opted_out' | null {
  if (isInboxOnly) return 'inbox_only';
  if (facts.optedOut && OPTIONAL_TOPICS.includes(topic)) return 'opted_out';
  return facts.hasAddress ? null : 'no_confirmed_address';
}
