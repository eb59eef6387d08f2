import type { DomainError } from '#platform/kernel';
import { GUARDS } from '../guards/catalogue.js';
import type { ConsentFacts } from '../guards/eligibility.js';
import { peopleOf, type Guard } from '../guards/guard.js';
import type { ExpiryFacts } from '../guards/waiting.js';
import {
  otherAdmins,
  profileFor,
  provisionersOf,
  isActorAmong,
  termsOf,
  tierFor,
  type GrantCase,
} from './grant-case.js';
import { countedSponsors, hasLapsed } from './grant-state.js';
import { tallyOf } from './vote.js';
import {
  ActorNotEntitledError,
  AlreadySignedError,
  GuardClosedError,
  LastAdminHolderError,
  NoRiskHoldError,
  NotDecidedError,
  RiskHoldError,
  SelfReviewPossibleError,
  TimeOverError,
  WaitNotOverError,
  WrittenReasonMissingError,
  WrongTierPathError,
} from './grant.errors.js';

type Rule = (question: GrantCase) => DomainError | null;

function guarded<Facts>(guard: Guard<Facts>, factsOf: (question: GrantCase) => Facts): Rule {
  return (question) => {
    const verdict = guard.check(factsOf(question), termsOf(question));
    return verdict.isOk ? null : new GuardClosedError(verdict);
  };
}

function only(rule: string, isEntitled: (question: GrantCase) => boolean): Rule {
  return (question) => (isEntitled(question) ? null : new ActorNotEntitledError(rule));
}

const isCandidate = (question: GrantCase) => isActorAmong(question, [question.state.candidate]);
const isPeer = (question: GrantCase) => {
  const { incumbents, stewards } = question.context.project;
  return !isCandidate(question) && isActorAmong(question, [...incumbents, ...stewards]);
};
const isSponsor = (question: GrantCase) =>
  isActorAmong(
    question,
    question.state.sponsorships.map(({ sponsor }) => sponsor),
  );
const isReviewer = (question: GrantCase) => isActorAmong(question, question.context.project.reviewers);
const isSteward = (question: GrantCase) => isActorAmong(question, question.context.project.stewards);

/** Who may act. */
const actors = {
  bySystem: only('bySystem', ({ command }) => command.by === null),
  byCandidate: only('byCandidate', isCandidate),
  byPerson: only('byPerson', ({ command }) => command.by !== null),
  byReviewerNotSponsor: only('byReviewerNotSponsor', (question) => isReviewer(question) && !isSponsor(question)),
  byPeer: only('byPeer', isPeer),
  byOwner: only(
    'byOwner',
    (question) => !isCandidate(question) && isActorAmong(question, question.context.project.owners),
  ),
  byRoll: only('byRoll', (question) => tierFor(question) !== 'T2' || isActorAmong(question, question.state.roll)),
  byProvisioner: only('byProvisioner', (question) => {
    const { incumbents, others } = provisionersOf(question);
    const { owners } = question.context.project;
    // An owner in distress is told so by the guard of consent.
    return isActorAmong(question, [...incumbents, ...others, ...owners]);
  }),
  bySponsorOrPeer: only('bySponsorOrPeer', (question) => {
    const sponsors = countedSponsors(question.state);
    return isActorAmong(question, sponsors) || isPeer(question) || (isReviewer(question) && !isCandidate(question));
  }),
  byReviewerOrSteward: only(
    'byReviewerOrSteward',
    (question) => (isReviewer(question) || isSteward(question)) && !isCandidate(question),
  ),
  byHolderOrPeer: only('byHolderOrPeer', (question) => isCandidate(question) || isPeer(question)),
  byClearer: only(
    'byClearer',
    (question) => (isReviewer(question) || isSteward(question)) && !isSponsor(question) && !isCandidate(question),
  ),
  bySuspender: only('bySuspender', (question) => {
    const { incumbents, stewards, operators } = question.context.project;
    return isCandidate(question) || isActorAmong(question, [...incumbents, ...stewards, ...operators]);
  }),
  byOtherSuspender: only('byOtherSuspender', (question) => {
    const { incumbents, stewards, operators, reviewers } = question.context.project;
    const isInvolved = isCandidate(question) || isActorAmong(question, question.state.suspendedBy);
    return !isInvolved && isActorAmong(question, [...incumbents, ...stewards, ...operators, ...reviewers]);
  }),
} satisfies Record<string, Rule>;

const waitIsRunning: Rule = ({ state, command }) =>
  state.wait !== null && command.at >= state.wait.dueAt ? new TimeOverError(state.wait.dueAt) : null;
const waitIsOver: Rule = ({ state, command }) =>
  state.wait !== null && command.at < state.wait.dueAt ? new WaitNotOverError(state.wait.dueAt) : null;

/** Time, paths and signatures. */
const conditions = {
  waitIsOver,
  waitIsRunning,
  offerStands: ({ state, command }) =>
    state.wait !== null && command.at > state.wait.dueAt ? new TimeOverError(state.wait.dueAt) : null,
  offerIsOver: ({ state, command }) =>
    state.wait !== null && command.at <= state.wait.dueAt ? new WaitNotOverError(state.wait.dueAt) : null,
  /** The owner and one more decide as soon as they have spoken; every other vote has its days. */
  voteIsOpen: (question) => (profileFor(question).vote?.days === 0 ? null : waitIsRunning(question)),
  voteIsOver: (question) => {
    const vote = profileFor(question).vote;
    if (vote === null || vote.days > 0) return waitIsOver(question);
    const { ballots, roll } = question.state;
    const tally = tallyOf(ballots, roll, question.context.project.owners, vote, question.context.links);
    return tally.isQuorate && tally.hasOwner ? null : new NotDecidedError();
  },
  noRiskHold: ({ context }) => (context.risk.level === 'HOLD' ? new RiskHoldError() : null),
  riskHold: ({ context }) => (context.risk.level === 'HOLD' ? null : new NoRiskHoldError()),
  longPath: (question) => (tierFor(question) === 'T3' ? new WrongTierPathError('T3') : null),
  shortPath: (question) => (tierFor(question) === 'T3' ? null : new WrongTierPathError(tierFor(question))),
  hasNotSigned: (question) => {
    const { state, command } = question;
    const signed = state.signatures.filter(
      ({ action }) => action === command.type || (action === 'missProbation' && command.type === 'reportProbationMiss'),
    );
    return isActorAmong(
      question,
      signed.map(({ by }) => by),
    )
      ? new AlreadySignedError()
      : null;
  },
  hasNotVoted: (question) =>
    isActorAmong(
      question,
      question.state.ballots.map(({ voter }) => voter),
    )
      ? new AlreadySignedError()
      : null,
  hasReason: ({ command }) =>
    'reason' in command && command.reason.trim() === '' ? new WrittenReasonMissingError('reason') : null,
  hasPublicEntry: ({ command }) =>
    command.type === 'grantByOwner' && command.publicEntry.trim() !== ''
      ? null
      : new WrittenReasonMissingError('publicEntry'),
  hasReadBack: ({ state }) =>
    state.readBacks.some((proof) => proof.trim() !== '') ? null : new WrittenReasonMissingError('readBack'),
  hasIncumbent: (question) => {
    const { incumbents } = provisionersOf(question);
    const signed = question.state.provisioners;
    const has =
      incumbents.length === 0 ||
      signed.some((name) => incumbents.some((other) => question.context.links.areOne(name, other)));
    return has ? null : new ActorNotEntitledError('hasIncumbent');
  },
  /** G10: what gives RELEASE needs a release environment that knows two people. */
  selfReviewPrevented: (question) => {
    const isOther = question.state.scope !== 'RELEASE' || !profileFor(question).hasTwoPersonRelease;
    return isOther || question.context.provisioning.preventsSelfReview === true ? null : new SelfReviewPossibleError();
  },
  keepsAdmin: (question) =>
    question.state.scope === 'ADMIN' && otherAdmins(question).length === 0 ? new LastAdminHolderError() : null,
  criteriaUnmet: ({ context }) => (context.candidate.meetsWorkCriteria === false ? null : new NotDecidedError()),
  removalDecided: ({ state, context }) =>
    context.removal?.isDecided === true && context.removal.grant === state.id ? null : new NotDecidedError(),
  suspensionLapsed: ({ state, command }) =>
    hasLapsed(state, command.at) ? null : new WaitNotOverError(state.wait?.dueAt ?? command.at),
  /** A factor that cannot be phished, on T3 too. */
  secondFactor: (question) => {
    const verdict = GUARDS.G23.check(question.context.actor.secondFactor, { ...termsOf(question), tier: 'T2' });
    return verdict.isOk ? null : new GuardClosedError(verdict);
  },
} satisfies Record<string, Rule>;

/** The guards of the catalogue, each with the facts that it looks at here. */
const catalogued = {
  G01: guarded(GUARDS.G01, ({ state, command, context }) => ({
    candidate: state.candidate,
    actor: command.by ?? '',
    payroll: context.candidate.payroll,
  })),
  G02: guarded(GUARDS.G02, ({ state, command, context }) => ({
    sponsor: command.by ?? '',
    ...context.actor.sponsor,
    counted: state.sponsorships.filter(({ notCounted }) => notCounted === null),
    statement: command.type === 'confirmSponsorship' ? command.statement : '',
    workedOn: command.type === 'confirmSponsorship' ? command.workedOn : [],
  })),
  G03: guarded(GUARDS.G03, (question) => {
    const { state, command } = question;
    const isClose = command.type === 'closeVote';
    return {
      roll: state.roll,
      voter: command.type === 'castVote' ? command.by : null,
      votes: isClose
        ? peopleOf(
            state.ballots.map(({ voter }) => voter),
            question.context.links,
          ).length
        : null,
    };
  }),
  G04: guarded(GUARDS.G04, ({ state, command }) => ({
    isObjectionOpen: state.hold?.kind === 'OBJECTION',
    isOpenedEarly: command.type === 'closeVote' && state.wait !== null && command.at < state.wait.dueAt,
  })),
  G05: guarded(GUARDS.G05, ({ state }) => ({ notifiedAt: state.notifiedAt, dueAt: state.wait?.dueAt ?? null })),
  G06: guarded(GUARDS.G06, ({ state, context: { risk } }) => ({ scope: state.scope, ...risk })),
  G07: guarded<ConsentFacts>(GUARDS.G07, ({ command, context: { project } }) =>
    command.type === 'computeEligibility'
      ? { use: 'OPENING', owners: project.owners, consents: project.consents }
      : {
          use: 'SECOND_PERSON',
          owners: project.owners,
          person: command.by ?? '',
          isDistressOpen: project.isDistressOpen,
        },
  ),
  G07a: guarded(GUARDS.G07a, ({ state, context }) => ({ scope: state.scope, ...context.candidate.work })),
  G08: guarded(GUARDS.G08, ({ state }) => ({ dueAt: state.wait?.dueAt ?? null })),
  G09: guarded(GUARDS.G09, ({ state, context }) => ({ scope: state.scope, held: context.candidate.held })),
  G11: guarded(GUARDS.G11, ({ state }) => ({
    people: state.provisioners,
    beneficiary: state.candidate,
    oldKeptDays: null,
  })),
  G12: guarded(GUARDS.G12, ({ state, context }) => {
    const isHandOver = state.scope === 'ADMIN' || state.scope === 'SECURITY_CONTACT';
    return {
      oldHolders: isHandOver ? context.project.holders.ADMIN : [],
      newHolder: state.candidate,
      acknowledgedBy: isHandOver ? context.provisioning.canaryAcknowledgedBy : [state.candidate],
    };
  }),
  G16: guarded(GUARDS.G16, ({ context }) => context.candidate),
  G17: guarded<ExpiryFacts>(GUARDS.G17, (question) => {
    const { state, context, command } = question;
    if (command.type !== 'openRecertification') return { step: 'CONFIRM', isHygienic: context.candidate.isHygienic };
    return {
      step: 'OPEN',
      dueAt: state.wait?.dueAt ?? null,
      lastActiveAt: context.candidate.lastActiveAt,
      dormantAfterDays: profileFor(question).dormantAfterDays,
    };
  }),
  G18: guarded(GUARDS.G18, ({ state, context }) => ({
    holder: state.candidate,
    earlier: context.actor.suspensions,
    scope: state.scope,
    admins: context.project.holders.ADMIN,
  })),
  G19: guarded(
    GUARDS.G19,
    ({ context }) => context.removal ?? { reasons: '', noticeAt: null, holdersInMotion: 1, votes: null },
  ),
  G20: guarded(GUARDS.G20, ({ state, command, context }) => ({
    decidedAt: state.appeal?.closedAt ?? state.enteredAt,
    panel: command.type === 'formPanel' ? command.panel : null,
    involved: [
      ...[state.candidate, ...state.roll, ...state.sponsorships.map(({ sponsor }) => sponsor), ...state.suspendedBy],
      ...[...(state.review === null ? [] : [state.review.reviewer]), ...(state.hold?.by ? [state.hold.by] : [])],
      ...[...state.signatures.map(({ by }) => by), ...(state.appeal?.earlierPanels ?? []), ...context.involved],
    ],
  })),
  G22: guarded(GUARDS.G22, ({ command, context }) => ({
    origin: command.type === 'create' ? command.origin : 'REQUEST',
    driftSince: context.candidate.driftSince,
  })),
  G23: guarded(GUARDS.G23, ({ context }) => context.actor.secondFactor),
  G24: guarded(GUARDS.G24, ({ state, command, context: { project } }) => ({
    people: command.type === 'castVote' ? [command.by ?? ''] : countedSponsors(state),
    funderStaff: project.funderStaff,
  })),
  G25: guarded(GUARDS.G25, ({ state, context: { project } }) => ({
    holders: {
      RELEASE: state.scope === 'RELEASE' ? [...project.holders.RELEASE, state.candidate] : [],
      ADMIN: state.scope === 'ADMIN' ? [...project.holders.ADMIN, state.candidate] : [],
    },
    hasSuccessionRequest: project.hasSuccessionRequest,
  })),
  G26: guarded(GUARDS.G26, ({ context }) => context.candidate.continuity),
  G27: guarded(GUARDS.G27, ({ state, command }) => ({
    refusals: state.refusals,
    disclosed: command.type === 'confirmSponsorship' ? command.disclosed : [],
  })),
  G28: guarded(GUARDS.G28, ({ command }) => ({ answers: command.type === 'fileReview' ? command.answers : null })),
  G29: guarded(GUARDS.G29, ({ command }) => ({
    isConfirmedByOwnLogin: command.type === 'create' ? command.isConfirmedByOwnLogin : true,
  })),
} satisfies Partial<Record<keyof typeof GUARDS, Rule>>;

export type GrantGuard = keyof typeof actors | keyof typeof conditions | keyof typeof catalogued;
export const GRANT_GUARDS: Readonly<Record<GrantGuard, Rule>> = { ...actors, ...conditions, ...catalogued };
