import { DAY_MS } from '../events/moment.js';
import { profileFor } from './grant-case.js';
import type { CommandOf } from './grant-commands.js';
import { GuardClosedError } from './grant.errors.js';
import type { Steps } from './steps.js';
import { tallyOf } from './vote.js';

/** Rows 7 to 10: from the comment period to the answer of the candidate. */

/** The comment period counts from the proof that all were told. */
export function proveNotification(steps: Steps): void {
  if (steps.state.notifiedAt !== null) return;
  steps.take('proveNotification', {}, profileFor(steps.asked).commentDays * DAY_MS);
}

/** When the duty was missed, the time that has passed is lost. */
export function openVote(steps: Steps): void {
  if (steps.state.notifiedAt === null && steps.refusalOf('restartComment') === null)
    return steps.take('restartComment', {}, profileFor(steps.asked).commentDays * DAY_MS);
  steps.take('openVote', {});
}

export function castVote(steps: Steps, { choice }: CommandOf<'castVote'>): void {
  steps.take('castVote', { choice });
}

/** Without majority or quorum nothing is granted; that is no mark on the candidate. */
export function closeVote(steps: Steps): void {
  const { state, context } = steps.asked;
  const rule = profileFor(steps.asked).vote;
  if (rule === null) throw steps.refusalOf('approve') ?? new Error('a tier without votes has reached a vote');
  const { yes, no, hasMajority, hasOwner } = tallyOf(
    state.ballots,
    state.roll,
    context.project.owners,
    rule,
    context.links,
  );
  const refusal = steps.refusalOf('approve');
  if (refusal === null && hasMajority && hasOwner) return steps.take('approve', { result: { yes, no } });
  if (refusal !== null && !isShortOfVotes(refusal)) throw refusal;
  steps.take('reject', { result: { yes, no } });
}

function isShortOfVotes(refusal: unknown): boolean {
  return refusal instanceof GuardClosedError && refusal.verdict.reason === 'QUORUM_MISSING';
}
