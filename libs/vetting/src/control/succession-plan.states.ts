import type { StateMachine } from '#platform/kernel';
import { DAY_MS } from '../events/moment.js';
import { NotDecidedError } from '../grants/grant.errors.js';
import { peopleOf } from '../guards/guard.js';
import { applied, isBy, noRiskHold, notBefore, only, type Asked, type ControlFacts } from './control-case.js';

type SuccessionStatus = 'WATCHING' | 'UNANSWERED' | 'ACTED_ON' | 'ENDED';
type SuccessionAction = 'remind' | 'answer' | 'agree' | 'act' | 'end';

/** Who may act when nobody answers. Where recovery material lies is described; it is never kept here. */
export interface SuccessionPlan {
  readonly status: SuccessionStatus;
  readonly owners: readonly string[];
  readonly successor: string;
  readonly recoveryDescription: string;
  readonly lastAnswerAt: number;
  readonly reminders: readonly { readonly at: number; readonly channel: string }[];
  /** Stewards and reviewers who agree that the successor acts. */
  readonly agreedBy: readonly string[];
}

type Question = Asked<SuccessionPlan>;
type SuccessionGuard =
  'byIndependent' | 'byOwner' | 'bySuccessor' | 'bySystem' | 'isSilent' | 'isReminded' | 'twoAgree' | 'noRiskHold';

export const SUCCESSION_PLAN: StateMachine<SuccessionStatus, SuccessionAction, SuccessionGuard, Question> = {
  name: 'succession plan',
  initial: 'WATCHING',
  transitions: {
    remind: { from: ['WATCHING', 'UNANSWERED'], to: 'UNANSWERED', guards: ['bySystem'] },
    answer: { from: ['WATCHING', 'UNANSWERED'], to: 'WATCHING', guards: ['byOwner'] },
    agree: { from: ['UNANSWERED'], to: 'UNANSWERED', guards: ['byIndependent'] },
    act: {
      from: ['UNANSWERED'],
      to: 'ACTED_ON',
      guards: ['bySuccessor', 'noRiskHold', 'isSilent', 'isReminded', 'twoAgree'],
    },
    end: { from: ['WATCHING', 'UNANSWERED'], to: 'ENDED', guards: ['byOwner'] },
  },
  guards: {
    byIndependent: only('byIndependent', ({ subject, facts }) => {
      const isInvolved = isBy(facts, [subject.successor, ...subject.owners]);
      return !isInvolved && isBy(facts, [...facts.stewards, ...facts.reviewers]);
    }),
    byOwner: only('byOwner', ({ subject, facts }) => isBy(facts, subject.owners)),
    bySuccessor: only('bySuccessor', ({ subject, facts }) => isBy(facts, [subject.successor])),
    bySystem: only('bySystem', ({ facts }) => facts.by === null),
    isSilent: ({ subject, facts }) =>
      notBefore(subject.lastAnswerAt + facts.policy.control.silenceDays * DAY_MS, facts),
    isReminded: ({ subject, facts }) => {
      const channels = new Set(subject.reminders.map(({ channel }) => channel));
      const { control } = facts.policy;
      return subject.reminders.length >= control.reminders && channels.size >= control.channels
        ? null
        : new NotDecidedError();
    },
    twoAgree: ({ subject, facts }) =>
      peopleOf(subject.agreedBy, facts.links).length >= 2 ? null : new NotDecidedError(),
    noRiskHold,
  },
};

/** An answer forgets the reminders and what was agreed without it. */
export function succeed(
  plan: SuccessionPlan,
  action: SuccessionAction,
  facts: ControlFacts,
  channel = 'mail',
): SuccessionPlan {
  const next = applied(SUCCESSION_PLAN, action, plan, facts);
  if (action === 'answer') return { ...next, lastAnswerAt: facts.at, reminders: [], agreedBy: [] };
  if (action === 'remind') return { ...next, reminders: [...plan.reminders, { at: facts.at, channel }] };
  return action === 'agree' ? { ...next, agreedBy: [...plan.agreedBy, facts.by ?? ''] } : next;
}
