import type { StateMachine } from '#platform/kernel';
import { DAY_MS } from '../events/moment.js';
import { RiskHoldError } from '../grants/grant.errors.js';
import { GUARDS } from '../guards/catalogue.js';
import { applied, guarded, isBy, noRiskHold, notBefore, only, type Asked, type ControlFacts } from './control-case.js';

type OwnershipTransferStatus =
  'ANNOUNCED' | 'CONFIRMED_OLD' | 'CONFIRMED_NEW' | 'CANARY' | 'TRANSFERRED' | 'WATCH' | 'DONE' | 'CALLED_OFF';
type OwnershipTransferAction =
  'second' | 'confirmOld' | 'confirmNew' | 'sendCanary' | 'acknowledge' | 'transfer' | 'watch' | 'finish' | 'callOff';

/** A repository, a package name or a domain goes to another owner. */
export interface OwnershipTransfer {
  readonly status: OwnershipTransferStatus;
  readonly resource: string;
  readonly oldOwner: string;
  readonly newOwner: string;
  /** The newcomer has a traceable past of contributions; null when not known. */
  readonly hasLineage: boolean | null;
  readonly announcedAt: number;
  /** Since when the public can read it; null while it cannot. */
  readonly publicSince: number | null;
  readonly seconder: string | null;
  readonly acknowledgedBy: readonly string[];
  readonly transferredAt: number | null;
}

type Question = Asked<OwnershipTransfer>;
type TransferGuard =
  | 'byInsider'
  | 'byOldOwner'
  | 'byNewOwner'
  | 'byOldOrNewOwner'
  | 'byOldOwnerOrSteward'
  | 'bySystem'
  | 'noticeElapsed'
  | 'noHardHold'
  | 'noRiskHold'
  | 'watchElapsed'
  | 'G07'
  | 'G11'
  | 'G12';

function noticeEnd({ subject, facts }: Question): number {
  return (subject.publicSince ?? Infinity) + facts.policy.control.announceDays * DAY_MS;
}

export const OWNERSHIP_TRANSFER: StateMachine<
  OwnershipTransferStatus,
  OwnershipTransferAction,
  TransferGuard,
  Question
> = {
  name: 'ownership transfer',
  initial: 'ANNOUNCED',
  transitions: {
    second: { from: ['ANNOUNCED'], to: 'ANNOUNCED', guards: ['byInsider', 'G07', 'G11'] },
    confirmOld: {
      from: ['ANNOUNCED'],
      to: 'CONFIRMED_OLD',
      guards: ['byOldOwner', 'noHardHold', 'noticeElapsed', 'noRiskHold'],
    },
    confirmNew: { from: ['CONFIRMED_OLD'], to: 'CONFIRMED_NEW', guards: ['byNewOwner', 'noRiskHold', 'G11'] },
    sendCanary: { from: ['CONFIRMED_NEW'], to: 'CANARY', guards: ['bySystem', 'noRiskHold'] },
    acknowledge: { from: ['CANARY'], to: 'CANARY', guards: ['byOldOrNewOwner'] },
    transfer: { from: ['CANARY'], to: 'TRANSFERRED', guards: ['bySystem', 'noHardHold', 'noRiskHold', 'G11', 'G12'] },
    watch: { from: ['TRANSFERRED'], to: 'WATCH', guards: ['bySystem'] },
    finish: { from: ['WATCH'], to: 'DONE', guards: ['bySystem', 'watchElapsed', 'noRiskHold'] },
    callOff: {
      from: ['ANNOUNCED', 'CONFIRMED_OLD', 'CONFIRMED_NEW', 'CANARY'],
      to: 'CALLED_OFF',
      guards: ['byOldOwnerOrSteward'],
    },
  },
  guards: {
    byInsider: only('byInsider', ({ facts }) =>
      isBy(facts, [...facts.incumbents, ...facts.stewards, ...facts.reviewers]),
    ),
    byOldOwner: only('byOldOwner', ({ subject, facts }) => isBy(facts, [subject.oldOwner])),
    byNewOwner: only('byNewOwner', ({ subject, facts }) => isBy(facts, [subject.newOwner])),
    byOldOrNewOwner: only('byOldOrNewOwner', ({ subject, facts }) => isBy(facts, [subject.oldOwner, subject.newOwner])),
    byOldOwnerOrSteward: only('byOldOwnerOrSteward', ({ subject, facts }) =>
      isBy(facts, [subject.oldOwner, ...facts.stewards]),
    ),
    bySystem: only('bySystem', ({ facts }) => facts.by === null),
    noticeElapsed: (question) =>
      question.subject.publicSince === null ? new RiskHoldError() : notBefore(noticeEnd(question), question.facts),
    /** S30: to a stranger, and nobody was told. */
    noHardHold: (question) =>
      question.subject.hasLineage !== true && question.facts.at < noticeEnd(question) ? new RiskHoldError() : null,
    noRiskHold,
    watchElapsed: ({ subject, facts }) =>
      notBefore((subject.transferredAt ?? facts.at) + facts.policy.control.watchDays * DAY_MS, facts),
    G07: guarded(GUARDS.G07, ({ facts }: Question) => ({
      ...({ use: 'SECOND_PERSON', owners: facts.owners } as const),
      ...{ person: facts.by ?? '', isDistressOpen: facts.isDistressOpen },
    })),
    G11: guarded(GUARDS.G11, ({ subject, facts }: Question) => {
      const seconder = subject.seconder ?? (subject.status === 'ANNOUNCED' ? facts.by : null);
      const people = seconder === null ? [subject.oldOwner] : [subject.oldOwner, seconder];
      return { people, beneficiary: subject.newOwner, oldKeptDays: null };
    }),
    G12: guarded(GUARDS.G12, ({ subject }: Question) => ({
      ...{ oldHolders: [subject.oldOwner], newHolder: subject.newOwner, acknowledgedBy: subject.acknowledgedBy },
    })),
  },
};

export function transferOwnership(
  transfer: OwnershipTransfer,
  action: OwnershipTransferAction,
  facts: ControlFacts,
): OwnershipTransfer {
  const next = applied(OWNERSHIP_TRANSFER, action, transfer, facts);
  if (action === 'second') return { ...next, seconder: facts.by };
  if (action === 'acknowledge') return { ...next, acknowledgedBy: [...transfer.acknowledgedBy, facts.by ?? ''] };
  return action === 'transfer' ? { ...next, transferredAt: facts.at } : next;
}
