import { DAY_MS } from '../events/moment.js';
import { defineGuard, includesPerson, peopleOf, STRICT_TIERS, unknown, VETTED_TIERS } from './guard.js';

export interface TwoPersonControlFacts {
  /** Who has said yes, the proposer too. */
  readonly people: readonly string[];
  /** Who gains by it; null for nobody. */
  readonly beneficiary: string | null;
  /** How long what was there before stays; null when nothing is replaced. */
  readonly oldKeptDays: number | null;
}

export const G11 = defineGuard<TwoPersonControlFacts>({
  id: 'G11',
  title: 'Two people change contacts, keys, names and hosts, and the old stays',
  stops: 'takeover of contacts and of the website',
  costMinutes: 10,
  tiers: VETTED_TIERS,
  find: ({ people, beneficiary, oldKeptDays }, { policy, links }) => {
    if (peopleOf(people, links).length < 2) return { reason: 'ONE_PERSON', whoCanAct: ['INCUMBENT', 'STEWARD'] };
    const [, ...seconders] = peopleOf(people, links);
    const isFree = seconders.some((person) => beneficiary === null || !links.areOne(person, beneficiary));
    if (!isFree) return { reason: 'ACTOR_BENEFITS', whoCanAct: ['INCUMBENT', 'STEWARD'] };
    const isDropped = oldKeptDays !== null && oldKeptDays < policy.control.oldKeptDays;
    return isDropped ? { reason: 'OLD_NOT_KEPT', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

export interface CanaryFacts {
  /** Who held it before; empty when there was nobody. */
  readonly oldHolders: readonly string[];
  readonly newHolder: string;
  readonly acknowledgedBy: readonly string[] | null;
}

export const G12 = defineGuard<CanaryFacts>({
  id: 'G12',
  title: 'A canary goes first, and both ends acknowledge it',
  stops: 'silent interception of reports, and addresses that only look alike',
  costMinutes: 5,
  tiers: STRICT_TIERS,
  find: ({ oldHolders, newHolder, acknowledgedBy }, { links }) => {
    if (acknowledgedBy === null) return unknown('SYSTEM');
    const hasOld = oldHolders.length === 0 || oldHolders.some((name) => includesPerson(acknowledgedBy, name, links));
    const hasNew = includesPerson(acknowledgedBy, newHolder, links);
    return hasOld && hasNew ? null : { reason: 'CANARY_NOT_ACKNOWLEDGED', whoCanAct: ['CANDIDATE', 'INCUMBENT'] };
  },
});

export interface CheckReductionFacts {
  readonly proposer: string;
  readonly seconder: string | null;
  readonly linkedReason: string;
  readonly compensatingTest: string;
  readonly expiresAt: number | null;
}

export const G14 = defineGuard<CheckReductionFacts>({
  id: 'G14',
  title: 'No check is reduced for ever, or by one person',
  stops: 'exclusions that stay, and sandboxes that are switched off',
  costMinutes: 10,
  tiers: STRICT_TIERS,
  find: ({ proposer, seconder, linkedReason, compensatingTest, expiresAt }, { at, policy, links }) => {
    if (seconder === null || links.areOne(proposer, seconder))
      return { reason: 'ONE_PERSON', whoCanAct: ['INCUMBENT'] };
    if (linkedReason.trim() === '') return { reason: 'REASON_MISSING', whoCanAct: ['INCUMBENT'] };
    if (compensatingTest.trim() === '') return { reason: 'CHECK_NOT_COMPENSATED', whoCanAct: ['INCUMBENT'] };
    const isEndless = expiresAt === null || expiresAt - at > policy.control.exceptionDays * DAY_MS;
    return isEndless ? { reason: 'EXCEPTION_TOO_LONG', whoCanAct: ['INCUMBENT'] } : null;
  },
});
