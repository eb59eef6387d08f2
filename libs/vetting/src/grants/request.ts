import { DAY_MS } from '../events/moment.js';
import { REVIEW_QUESTIONS, type ReviewAnswers } from '../guards/decision.js';
import { isUnderPressure } from '../guards/waiting.js';
import { isWriteScope } from '../policy/scopes.js';
import { policyFor, profileFor, rollOf } from './grant-case.js';
import type { CommandOf } from './grant-commands.js';
import { countedSponsors, type UnmetRule } from './grant-state.js';
import { GuardClosedError, WaitNotOverError } from './grant.errors.js';
import type { Steps } from './steps.js';

/** Rows 2 to 6: from the draft to a report. */

export function submit(steps: Steps): void {
  const { context, command, state } = steps.asked;
  const { rejectedAt } = context.candidate;
  const until = rejectedAt === null ? null : rejectedAt + policyFor(steps.asked).periods.afterRejectionDays * DAY_MS;
  if (until !== null && command.at < until) throw new WaitNotOverError(until);
  const { tier } = context.project;
  steps.take('submit', { policyVersion: context.currentPolicy, tier });
  const isQuarantined = isWriteScope(state.scope) && (tier === 'T0' || tier === 'T1');
  if (!isQuarantined || context.risk.openRules === null || !isUnderPressure(context.risk.openRules)) return;
  for (const what of ['ADVOCATE', 'SUPPORT'] as const)
    steps.record({ type: 'request', at: command.at, by: null, what });
}

const ELIGIBILITY = ['G07', 'G07a', 'G09', 'G25'] as const;

/** A rule that is not met ends the request with its reasons; a fact that is not known keeps it waiting. */
export function computeEligibility(steps: Steps): void {
  const refusal = steps.refusalOf('findEligible');
  if (refusal === null) return steps.take('findEligible', {});
  const unmet = unmetRules(steps);
  const isKnown = unmet.every(({ reason }) => reason !== 'FACT_UNKNOWN');
  if (!(refusal instanceof GuardClosedError) || !isKnown) throw refusal;
  steps.take('findIneligible', { unmet });
}

function unmetRules(steps: Steps): UnmetRule[] {
  return ELIGIBILITY.flatMap((rule) => {
    const refusal = steps.judge(rule);
    if (!(refusal instanceof GuardClosedError)) return [];
    return [{ rule, reason: refusal.verdict.reason, earliest: refusal.verdict.earliest }];
  });
}

/** A sponsor who is not independent may speak and does not count. */
export function confirmSponsorship(steps: Steps, command: CommandOf<'confirmSponsorship'>): void {
  const { state, context } = steps.asked;
  const { statement, workedOn } = command;
  const refusal = steps.judge('G02');
  steps.take('confirmSponsorship', {
    sponsorship: {
      ...{ sponsor: command.by ?? '', statement, workedOn, affiliations: context.actor.sponsor.affiliations ?? [] },
      notCounted: refusal instanceof GuardClosedError ? refusal.verdict.reason : null,
    },
  });
  const needed = profileFor(steps.asked).scopes[state.scope].sponsors;
  if (countedSponsors(steps.state).length >= needed) steps.takeIfAllowed('completeSponsoring');
}

export function fileReview(steps: Steps, command: CommandOf<'fileReview'>): void {
  const answers = Object.fromEntries(
    REVIEW_QUESTIONS.map((question) => [question, command.answers[question] ?? '']),
  ) as unknown as ReviewAnswers;
  const roll = rollOf(steps.question);
  const refusal = steps.judge('G03', { ...steps.state, roll });
  if (refusal !== null) throw refusal;
  steps.take('fileReview', { answers, roll });
}
