import { topic } from './topic.js';

/** A timer: the clock of a grant ends at `dueAt` (ISO 8601). It is nothing to a grant whose clock is another one by then. */
export const roleGrantDue = topic<{ grantId: string; dueAt: string }>('vetting.role_grant_due', 1);

/** A timer: the panel of an appeal that was filed at `filedAt` (ISO 8601) has to have decided. */
export const roleAppealDue = topic<{ grantId: string; filedAt: string }>('vetting.role_appeal_due', 1);

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
