import type { StateMachine } from '#platform/kernel';
import { GUARDS } from '../guards/catalogue.js';
import { DAY_MS } from '../events/moment.js';
import { applied, guarded, isBy, noRiskHold, notBefore, only, type Asked, type ControlFacts } from './control-case.js';

type ControlResource =
  'SECURITY_CONTACT' | 'SIGNING_KEY' | 'WEBSITE' | 'DNS' | 'REGISTRY_OWNER' | 'FUZZING' | 'CI_CONFIGURATION' | 'MIRROR';
type ControlChangeStatus = 'PROPOSED' | 'SECONDED' | 'CANARY' | 'EFFECTIVE' | 'OLD_RETIRED' | 'WITHDRAWN';
type ControlChangeAction = 'second' | 'sendCanary' | 'acknowledge' | 'makeEffective' | 'retireOld' | 'withdraw';

/** Something new beside the old: what was there before stays for its time, whatever was asked for. */
export interface ControlChange {
  readonly status: ControlChangeStatus;
  readonly resource: ControlResource;
  readonly from: string | null;
  readonly to: string;
  readonly oldHolders: readonly string[];
  /** Whoever holds the new one. */
  readonly newHolder: string;
  /** Who gains by it; null for nobody. */
  readonly beneficiary: string | null;
  readonly proposer: string;
  readonly proposedAt: number;
  readonly seconder: string | null;
  readonly acknowledgedBy: readonly string[];
  readonly effectiveAt: number | null;
  readonly oldKeptDays: number;
}

type Question = Asked<ControlChange>;
type ControlGuard =
  'byInsider' | 'byOldOrNewHolder' | 'byProposer' | 'bySystem' | 'noRiskHold' | 'oldWasKept' | 'G07' | 'G11' | 'G12';

/** Contacts, keys, website, DNS, registry owners, fuzzing and CI: section 3.7 of the vetting design. */
export const CONTROL_CHANGE: StateMachine<ControlChangeStatus, ControlChangeAction, ControlGuard, Question> = {
  name: 'control change',
  initial: 'PROPOSED',
  transitions: {
    second: { from: ['PROPOSED'], to: 'SECONDED', guards: ['byInsider', 'noRiskHold', 'G07', 'G11'] },
    sendCanary: { from: ['SECONDED'], to: 'CANARY', guards: ['bySystem', 'noRiskHold'] },
    acknowledge: { from: ['CANARY'], to: 'CANARY', guards: ['byOldOrNewHolder'] },
    makeEffective: { from: ['CANARY'], to: 'EFFECTIVE', guards: ['bySystem', 'noRiskHold', 'G11', 'G12'] },
    retireOld: { from: ['EFFECTIVE'], to: 'OLD_RETIRED', guards: ['bySystem', 'oldWasKept', 'noRiskHold'] },
    withdraw: { from: ['PROPOSED', 'SECONDED', 'CANARY'], to: 'WITHDRAWN', guards: ['byProposer'] },
  },
  guards: {
    byInsider: only('byInsider', ({ facts }) =>
      isBy(facts, [...facts.incumbents, ...facts.stewards, ...facts.reviewers]),
    ),
    byOldOrNewHolder: only('byOldOrNewHolder', ({ subject, facts }) =>
      isBy(facts, [...subject.oldHolders, subject.newHolder]),
    ),
    byProposer: only('byProposer', ({ subject, facts }) => isBy(facts, [subject.proposer])),
    bySystem: only('bySystem', ({ facts }) => facts.by === null),
    noRiskHold,
    oldWasKept: ({ subject, facts }) =>
      notBefore((subject.effectiveAt ?? facts.at) + subject.oldKeptDays * DAY_MS, facts),
    G07: guarded(GUARDS.G07, ({ facts }: Question) => ({
      ...({ use: 'SECOND_PERSON', owners: facts.owners } as const),
      ...{ person: facts.by ?? '', isDistressOpen: facts.isDistressOpen },
    })),
    G11: guarded(GUARDS.G11, ({ subject, facts }: Question) => {
      const seconder = subject.seconder ?? facts.by;
      return { people: seconder === null ? [subject.proposer] : [subject.proposer, seconder], ...subject };
    }),
    G12: guarded(GUARDS.G12, ({ subject }: Question) => subject),
  },
};

export function proposeControlChange(
  asked: Pick<ControlChange, 'resource' | 'from' | 'to' | 'oldHolders' | 'newHolder' | 'beneficiary'>,
  facts: ControlFacts,
): ControlChange {
  const refusal = CONTROL_CHANGE.guards.byInsider({ subject: asked as ControlChange, facts }) ?? noRiskHold({ facts });
  if (refusal !== null) throw refusal;
  return {
    ...asked,
    ...{ status: CONTROL_CHANGE.initial, proposer: facts.by ?? '', proposedAt: facts.at, seconder: null },
    ...{ acknowledgedBy: [], effectiveAt: null, oldKeptDays: facts.policy.control.oldKeptDays },
  };
}

export function changeControl(change: ControlChange, action: ControlChangeAction, facts: ControlFacts): ControlChange {
  const next = applied(CONTROL_CHANGE, action, change, facts);
  if (action === 'second') return { ...next, seconder: facts.by };
  if (action === 'acknowledge') return { ...next, acknowledgedBy: [...change.acknowledgedBy, facts.by ?? ''] };
  return action === 'makeEffective' ? { ...next, effectiveAt: facts.at } : next;
}
