import { DAY_MS } from '../events/moment.js';
import { includesPerson } from '../guards/guard.js';
import { stricterTier } from '../policy/scopes.js';
import { isActorAmong, otherAdmins, policyFor, tierFor, waitMsOf } from './grant-case.js';
import { countedSponsors, type SignedAction } from './grant-state.js';
import { AlreadySignedError } from './grant.errors.js';
import type { Steps } from './steps.js';

/** Rows 12 to 20: from the rights to their end. */

function signersOf(steps: Steps, action: SignedAction): string[] {
  return steps.state.signatures.filter((signature) => signature.action === action).map(({ by }) => by);
}

/** A sponsor and one other, who may be a sponsor too. */
export function confirmProbation(steps: Steps): void {
  steps.take('confirmProbation', {});
  const signers = signersOf(steps, 'confirmProbation');
  const { links } = steps.asked.context;
  const hasSponsor = signers.some((name) => includesPerson(countedSponsors(steps.state), name, links));
  const isSponsorless = countedSponsors(steps.state).length === 0;
  if (signers.length >= 2 && (hasSponsor || isSponsorless)) steps.takeIfAllowed('completeProbation');
}

/** The first miss gives the probation once more; the last ends the grant, and another person has to say it. */
export function reportProbationMiss(steps: Steps): void {
  const misses = signersOf(steps, 'missProbation').length + 1;
  if (misses < policyFor(steps.asked).periods.probationMisses)
    return steps.take('missProbation', {}, waitMsOf(steps.question, 'PROBATION') ?? 0);
  steps.take('endProbation', {});
  requestSuccessor(steps);
}

function isHolderAndPeer(steps: Steps, action: SignedAction): boolean {
  const signers = signersOf(steps, action);
  const { links } = steps.asked.context;
  const isHolder = (name: string) => links.areOne(name, steps.state.candidate);
  return signers.some(isHolder) && signers.some((name) => !isHolder(name));
}

/** A tier that became stricter meanwhile is applied from here on; one that became looser is not. */
export function confirmRecertification(steps: Steps): void {
  steps.take('confirmRecertification', {});
  if (!isHolderAndPeer(steps, 'confirmRecertification')) return;
  const { project } = steps.asked.context;
  const tier = stricterTier(tierFor(steps.asked), project.tier);
  const { recertificationDays } = policyFor(steps.asked).tiers[tier];
  steps.take(
    'completeRecertification',
    { tier },
    recertificationDays === null ? undefined : recertificationDays * DAY_MS,
  );
}

/** Half of a probation, for somebody who is known. */
export function confirmReturn(steps: Steps): void {
  steps.take('confirmReturn', {});
  if (!isHolderAndPeer(steps, 'confirmReturn')) return;
  const { returnProbationShare } = policyFor(steps.asked).periods;
  steps.take('completeReturn', {}, (waitMsOf(steps.question, 'PROBATION') ?? 0) * returnProbationShare);
}

export function markDormant(steps: Steps): void {
  steps.take('markDormant', {});
  requestSuccessor(steps);
}

export function stepDown(steps: Steps): void {
  steps.take('stepDown', {});
  requestSuccessor(steps);
}

export function revoke(steps: Steps): void {
  steps.take('revoke', {});
  requestSuccessor(steps);
}

/** I-09: where one holder of ADMIN is left on T0, somebody is looked for at once. */
function requestSuccessor(steps: Steps): void {
  const { state, context, command } = steps.asked;
  const isThin = state.scope === 'ADMIN' && tierFor(steps.asked) === 'T0' && otherAdmins(steps.asked).length === 1;
  if (isThin && !context.project.hasSuccessionRequest)
    steps.record({ type: 'request', at: command.at, by: null, what: 'SUCCESSOR' });
}

/** Operators stop somebody only as two. */
export function suspend(steps: Steps): void {
  const { context, command } = steps.asked;
  const { incumbents, stewards, operators } = context.project;
  const isAlone = !isActorAmong(steps.asked, [...incumbents, ...stewards, steps.state.candidate]);
  const others = signersOf(steps, 'suspend').filter((name) => !isActorAmong(steps.asked, [name]));
  if (isAlone && isActorAmong(steps.asked, operators) && others.length === 0) {
    const refusal =
      steps.refusalOf('suspend') ?? (signersOf(steps, 'suspend').length > 0 ? new AlreadySignedError() : null);
    if (refusal !== null) throw refusal;
    steps.record({ type: 'request', at: command.at, by: command.by, what: 'SECOND_OPERATOR' });
  } else steps.take('suspend', {});
}

export function confirmSuspension(steps: Steps): void {
  steps.take('confirmSuspension', {});
  const { confirmations, extensionDays } = policyFor(steps.asked).suspension;
  if (signersOf(steps, 'confirmSuspension').length >= confirmations)
    steps.take('extendSuspension', {}, extensionDays * DAY_MS);
}
