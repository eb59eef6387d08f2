import { roleAppealDue, roleCommentOpened, roleGrantDue, roleNoticeDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS } from '#platform/kernel';
import { policyFor } from '../grants/grant-case.js';
import type { GrantStep } from './grant-step.js';
import { noticesOf } from './grant-notices.js';

/** Clocks and notices that begin with a step. */
export function announce(tx: Tx, step: GrantStep): void {
  const { before, after } = step;
  // An offer stands to the end of its last millisecond.
  if (after.wait !== null && after.wait.dueAt !== before.wait?.dueAt)
    tx.emit(roleGrantDue, { grantId: after.id, dueAt: iso(after.wait.dueAt) }, new Date(after.wait.dueAt + 1));
  if (step.events.some(({ type }) => type === 'fileReview' || type === 'restartComment')) openComments(tx, step);
  const filed = step.events.find((event) => event.type === 'appeal' && event.step === 'file');
  if (filed !== undefined) awaitPanel(tx, step, filed.at);
  tell(tx, step);
}

function tell(tx: Tx, step: GrantStep): void {
  const { scope, wait } = step.after;
  const until = wait === null ? '' : iso(wait.dueAt).slice(0, 10);
  for (const { notice, personIds } of noticesOf(step))
    tx.emit(roleNoticeDue, { personIds: [...personIds], notice, project: step.context.project.name, scope, until });
}

/** The duty to tell goes to the whole team, and to those who depend on the project. */
function openComments(tx: Tx, { after, context: { project } }: GrantStep): void {
  const { incumbents, stewards, reviewers } = project;
  tx.emit(roleCommentOpened, {
    ...{ grantId: after.id, projectId: after.project, project: project.name, scope: after.scope },
    openedAt: tx.now.toISOString(),
    personIds: [...new Set([...incumbents, ...stewards, ...reviewers, after.candidate])],
  });
}

function awaitPanel(tx: Tx, { after, context }: GrantStep, filedAt: number): void {
  const { decideDays } = policyFor({ state: after, context }).appeal;
  tx.emit(roleAppealDue, { grantId: after.id, filedAt: iso(filedAt) }, new Date(filedAt + decideDays * DAY_MS + 1));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
