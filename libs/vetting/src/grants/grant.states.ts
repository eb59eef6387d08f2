import type { StateMachine } from '#platform/kernel';
import type { GrantCase } from './grant-case.js';
import { BEFORE_RIGHTS, type GrantStatus } from './grant-status.js';
import { GRANT_GUARDS, type GrantGuard } from './grant.guards.js';

export type GrantAction = keyof typeof TRANSITIONS;

/** The rows of section 3.4 of the vetting design, in their order; a row with two outcomes is two actions. */
const TRANSITIONS = {
  submit: { from: ['DRAFT'], to: 'SUBMITTED', guards: ['byCandidate', 'G23', 'G26'] },
  findEligible: {
    from: ['SUBMITTED'],
    to: 'SPONSORING',
    guards: ['bySystem', 'longPath', 'noRiskHold', 'G07', 'G07a', 'G09', 'G25'],
  },
  findIneligible: { from: ['SUBMITTED'], to: 'INELIGIBLE', guards: ['bySystem', 'longPath'] },
  grantByOwner: {
    from: ['SUBMITTED'],
    to: 'ACTIVE',
    guards: ['byOwner', 'shortPath', 'noRiskHold', 'G01', 'secondFactor', 'hasPublicEntry'],
  },
  confirmSponsorship: { from: ['SPONSORING'], to: 'SPONSORING', guards: ['byPerson', 'waitIsRunning', 'G01', 'G27'] },
  declineSponsorship: { from: ['SPONSORING'], to: 'SPONSORING', guards: ['byPerson', 'waitIsRunning', 'G01'] },
  completeSponsoring: { from: ['SPONSORING'], to: 'EVIDENCE_REVIEW', guards: ['noRiskHold', 'G24'] },
  lapseSponsoring: { from: ['SPONSORING'], to: 'WITHDRAWN', guards: ['bySystem', 'waitIsOver'] },
  fileReview: {
    from: ['EVIDENCE_REVIEW'],
    to: 'COMMENT_PERIOD',
    guards: ['byReviewerNotSponsor', 'noRiskHold', 'G01', 'G28'],
  },
  proveNotification: { from: ['COMMENT_PERIOD'], to: 'COMMENT_PERIOD', guards: ['bySystem'] },
  restartComment: { from: ['COMMENT_PERIOD'], to: 'COMMENT_PERIOD', guards: ['bySystem', 'waitIsOver'] },
  openVote: { from: ['COMMENT_PERIOD'], to: 'VOTING', guards: ['bySystem', 'noRiskHold', 'G05', 'G03'] },
  raiseObjection: {
    from: ['COMMENT_PERIOD', 'VOTING', 'COOLING_OFF'],
    to: 'ON_HOLD',
    guards: ['byPeer', 'hasReason'],
  },
  castVote: {
    from: ['VOTING'],
    to: 'VOTING',
    guards: ['byPerson', 'byRoll', 'voteIsOpen', 'hasNotVoted', 'G01', 'G03', 'G04', 'G23', 'G24'],
  },
  approve: { from: ['VOTING'], to: 'APPROVED', guards: ['bySystem', 'voteIsOver', 'noRiskHold', 'G03', 'G04'] },
  reject: { from: ['VOTING'], to: 'REJECTED', guards: ['bySystem', 'voteIsOver'] },
  accept: { from: ['APPROVED'], to: 'COOLING_OFF', guards: ['byCandidate', 'offerStands', 'noRiskHold', 'G23'] },
  decline: { from: ['APPROVED'], to: 'DECLINED', guards: ['byCandidate', 'offerStands', 'G23'] },
  lapseOffer: { from: ['APPROVED'], to: 'DECLINED', guards: ['bySystem', 'offerIsOver'] },
  endCoolingOff: { from: ['COOLING_OFF'], to: 'PROVISIONING', guards: ['bySystem', 'noRiskHold', 'G08', 'G06'] },
  provision: {
    from: ['PROVISIONING'],
    to: 'PROVISIONING',
    guards: ['byProvisioner', 'noRiskHold', 'G01', 'hasNotSigned', 'G07', 'G23'],
  },
  confirmReadBack: {
    from: ['PROVISIONING'],
    to: 'PROBATION',
    guards: ['bySystem', 'noRiskHold', 'hasReadBack', 'hasIncumbent', 'G11', 'G12', 'selfReviewPrevented'],
  },
  confirmProbation: {
    from: ['PROBATION'],
    to: 'PROBATION',
    guards: ['bySponsorOrPeer', 'waitIsOver', 'G01', 'hasNotSigned', 'G16'],
  },
  completeProbation: { from: ['PROBATION'], to: 'ACTIVE', guards: ['waitIsOver', 'G16'] },
  missProbation: {
    from: ['PROBATION'],
    to: 'PROBATION',
    guards: ['byReviewerOrSteward', 'waitIsOver', 'criteriaUnmet', 'hasNotSigned'],
  },
  endProbation: {
    from: ['PROBATION'],
    to: 'REVOKED',
    guards: ['byReviewerOrSteward', 'waitIsOver', 'criteriaUnmet', 'hasNotSigned', 'keepsAdmin'],
  },
  openRecertification: { from: ['ACTIVE'], to: 'RECERT_DUE', guards: ['bySystem', 'G17'] },
  confirmRecertification: {
    from: ['RECERT_DUE'],
    to: 'RECERT_DUE',
    guards: ['byHolderOrPeer', 'waitIsRunning', 'hasNotSigned', 'G17', 'G23'],
  },
  completeRecertification: { from: ['RECERT_DUE'], to: 'ACTIVE', guards: ['G17'] },
  markDormant: { from: ['RECERT_DUE'], to: 'DORMANT', guards: ['bySystem', 'waitIsOver', 'keepsAdmin'] },
  confirmReturn: {
    from: ['DORMANT'],
    to: 'DORMANT',
    guards: ['byHolderOrPeer', 'waitIsRunning', 'noRiskHold', 'hasNotSigned', 'G26', 'G23'],
  },
  completeReturn: { from: ['DORMANT'], to: 'PROBATION', guards: ['noRiskHold', 'G26'] },
  expire: { from: ['DORMANT'], to: 'EXPIRED', guards: ['bySystem', 'waitIsOver'] },
  stepDown: {
    from: ['ACTIVE', 'PROBATION', 'RECERT_DUE'],
    to: 'EMERITUS',
    guards: ['byCandidate', 'keepsAdmin'],
  },
  applyRiskHold: { from: BEFORE_RIGHTS, to: 'ON_HOLD', guards: ['bySystem', 'riskHold'] },
  clearHold: {
    from: ['ON_HOLD'],
    to: 'ON_HOLD',
    guards: ['byClearer', 'hasReason', 'hasNotSigned', 'noRiskHold', 'waitIsRunning'],
  },
  expireHold: { from: ['ON_HOLD'], to: 'REJECTED', guards: ['bySystem', 'waitIsOver'] },
  suspend: { from: ['ACTIVE', 'PROBATION', 'RECERT_DUE'], to: 'SUSPENDED', guards: ['bySuspender', 'G18'] },
  confirmSuspension: {
    from: ['SUSPENDED'],
    to: 'SUSPENDED',
    guards: ['byOtherSuspender', 'waitIsRunning', 'hasNotSigned'],
  },
  extendSuspension: { from: ['SUSPENDED'], to: 'SUSPENDED' },
  revoke: {
    from: ['SUSPENDED', 'ACTIVE'],
    to: 'REVOKED',
    guards: ['bySystem', 'removalDecided', 'G19', 'keepsAdmin'],
  },
  withdraw: {
    from: ['DRAFT', ...BEFORE_RIGHTS, 'ON_HOLD', 'DORMANT'],
    to: 'WITHDRAWN',
    guards: ['byCandidate'],
  },
} as const satisfies StateMachine<GrantStatus, string, GrantGuard, GrantCase>['transitions'];

/**
 * The life of a request for one scope and of the scope itself. Three steps lead to a state that depends on the past and
 * so are not in the table: the end of a hold, of a suspension, and an appeal that restores what was. They are in
 * `return.ts`. Whoever holds a scope steps down and does not withdraw, so that the last holder is seen.
 */
export const ROLE_GRANT: StateMachine<GrantStatus, GrantAction, GrantGuard, GrantCase> = {
  name: 'role grant',
  initial: 'DRAFT',
  transitions: TRANSITIONS,
  guards: GRANT_GUARDS,
};
