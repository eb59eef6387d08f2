import { topic } from './topic.js';

/** A timer: the clock of a grant ends at `dueAt` (ISO 8601). It is nothing to a grant whose clock is another one by then. */
export const roleGrantDue = topic<{ grantId: string; dueAt: string }>('vetting.role_grant_due', 1);

/** A timer: the panel of an appeal that was filed at `filedAt` (ISO 8601) has to have decided. */
export const roleAppealDue = topic<{ grantId: string; filedAt: string }>('vetting.role_appeal_due', 1);

/** A timer: the notice of a motion to take a scope from somebody, or its vote, ends at `dueAt` (ISO 8601). */
export const roleRemovalDue = topic<{ removalId: string; dueAt: string }>('vetting.role_removal_due', 1);

/** A request is open to comments since `openedAt` (ISO 8601): `personIds` and whoever depends on the project have to be told before its time counts. */
export const roleCommentOpened = topic<{
  grantId: string;
  projectId: string;
  project: string;
  scope: string;
  personIds: string[];
  openedAt: string;
}>('vetting.role_comment_opened', 1);

/** Who has to be told that a request is open to comments. */
export type RoleAudience = 'TEAM' | 'SUBSCRIBERS';

/** All of an audience have it in their inboxes: sent by the transaction that put it there. */
export const roleNoticeStored = topic<{ grantId: string; openedAt: string; audience: RoleAudience }>(
  'vetting.role_notice_stored',
  1,
);

/** What people hear of a request or a scope: since it is for them to act, or about what they ask for or hold. */
export type RoleNotice =
  | 'consent_asked'
  | 'ineligible'
  | 'report_asked'
  | 'vote_open'
  | 'vote_asked'
  | 'approved'
  | 'rejected'
  | 'held'
  | 'hold_to_clear'
  | 'to_give'
  | 'given'
  | 'probation_again'
  | 'recertification'
  | 'recertification_of_peer'
  | 'dormant'
  | 'suspended'
  | 'suspended_of_peer'
  | 'revoked'
  | 'appeal_filed'
  | 'appeal_panel'
  | 'appeal_decided'
  | 'second_operator'
  | 'successor_wanted'
  | 'support_offered'
  | 'advocate_asked'
  | 'removal_proposed'
  | 'removal_of_peer'
  | 'removal_vote_open';

/** One for all who are told the same of one step. `until` is the day (ISO 8601, UTC) on which the clock of the status ends; empty where none runs. */
export const roleNoticeDue = topic<{
  personIds: string[];
  notice: RoleNotice;
  project: string;
  scope: string;
  until: string;
}>('vetting.role_notice_due', 1);

/** A file for the history of a project has come and is to be read. */
export const projectHistoryReceived = topic<{ importId: string }>('vetting.project_history_received', 1);

export type RiskLevel = 'NONE' | 'WATCH' | 'REVIEW' | 'HOLD';

/** The signals of a project come to another level, or say for the first time again that its maintainers are pressed. */
export const projectRiskChanged = topic<{
  projectId: string;
  before: RiskLevel;
  level: RiskLevel;
  isNewlyPressed: boolean;
}>('vetting.project_risk_changed', 1);

/** What people hear of a project: of its signals, of help for its maintainers, and of its seats. */
export type ProjectNotice =
  | 'watch'
  | 'review'
  | 'hold'
  | 'eased'
  | 'card'
  | 'advocate_wanted'
  | 'support_chosen'
  | 'seat_drawn'
  | 'seat_taken'
  | 'seat_given';

/** One for all who are told the same. `until` is the day (ISO 8601, UTC) by which somebody is to have looked; empty where nobody has to. */
export const projectNoticeDue = topic<{ personIds: string[]; notice: ProjectNotice; project: string; until: string }>(
  'vetting.project_notice_due',
  1,
);

/** A timer: whoever was drawn for a seat, or those who speak for the project, should have answered by now. */
export const seatOfferDue = topic<{ offerId: string }>('vetting.seat_offer_due', 1);

/** Help was offered to those who speak for a project; a job of the system writes it into the log. */
export const supportCaseOpened = topic<{ caseId: string }>('vetting.support_case_opened', 1);
