import { roleAppealDue, roleCommentOpened, roleGrantDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS } from '#platform/kernel';
import { policyFor } from '../grants/grant-case.js';
import type { GrantContext } from '../grants/grant-context.js';
import type { GrantEvent } from '../grants/grant-events.js';
import type { GrantState } from '../grants/grant-state.js';

/** One step of a grant, as others hear of it. */
export interface GrantStep {
  readonly before: GrantState;
  readonly after: GrantState;
  readonly events: readonly GrantEvent[];
  readonly context: GrantContext;
}

/** Clocks and notices that begin with a step. */
export function announce(tx: Tx, step: GrantStep): void {
  const { before, after } = step;
  // An offer stands to the end of its last millisecond.
  if (after.wait !== null && after.wait.dueAt !== before.wait?.dueAt)
    tx.emit(roleGrantDue, { grantId: after.id, dueAt: iso(after.wait.dueAt) }, new Date(after.wait.dueAt + 1));
  if (step.events.some(({ type }) => type === 'fileReview' || type === 'restartComment')) openComments(tx, step);
  const filed = step.events.find((event) => event.type === 'appeal' && event.step === 'file');
  if (filed !== undefined) awaitPanel(tx, step, filed.at);
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
