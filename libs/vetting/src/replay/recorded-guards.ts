import type { PersonLinks } from '../events/person-links.js';
import { DAY_MS } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { GUARDS, type GuardId } from '../guards/catalogue.js';
import type { GuardTerms, Verdict } from '../guards/guard.js';
import type { Reason } from '../guards/reasons.js';
import { isWriteScope, type Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';

/**
 * AGREED; REFUSED for what is on record; UNPROVEN when it would not have let it through, for want of a proof that the history
 * does not hold; ADVISED when it speaks on this tier and does not refuse.
 */
type GuardAnswer = 'AGREED' | 'REFUSED' | 'UNPROVEN' | 'ADVISED';

/** What a guard would have said to something that happened. */
export interface RecordedGuard {
  readonly guard: GuardId;
  /** It would not have let it through: what a guard does not know, it does not let through. */
  readonly blocked: boolean;
  readonly answer: GuardAnswer;
  /** Null when the guard would have agreed. */
  readonly reason: Reason | null;
  readonly event: ProjectEvent;
}

/** What was on record when it happened. */
export interface GuardRecord {
  readonly tier: Tier;
  readonly policy: VettingPolicy;
  readonly links: PersonLinks;
  readonly nominatedAt: number | null;
  readonly votedAt: number | null;
  readonly openRules: readonly string[];
  /** When the last signal of pressure ended or was cleared; null when there was none. */
  readonly calmSince: number | null;
  /** Who spoke as a maintainer in distress. */
  readonly distressed: readonly string[];
}

type Answer = readonly [guard: GuardId, verdict: Verdict, proof: 'KNOWN' | 'NOT_ON_RECORD'];
type Asked = { readonly [Kind in ProjectEvent['kind']]?: (event: EventOf<Kind>, ask: Ask) => readonly Answer[] };
interface Ask {
  readonly record: GuardRecord;
  readonly terms: GuardTerms;
}

/** Which guards stand before what. Approvals count when they are on record; events that are not here meet no guard. */
const ASKED: Asked = {
  archiveComparison: ({ unexplained }, { terms }) => [['G13', GUARDS.G13.check({ unexplained }, terms), 'KNOWN']],
  binary: ({ path, hasGenerator }, { terms }) => {
    const binaries = hasGenerator === null ? null : [{ path, isReproduced: hasGenerator, isIsolated: false }];
    return [['G15', GUARDS.G15.check({ binaries }, terms), 'KNOWN']];
  },
  checkReduction: ({ by, hasLinkedBug, hasCompensatingTest }, { terms }) => {
    const facts = {
      proposer: by,
      seconder: null,
      linkedReason: hasLinkedBug === true ? 'on record' : '',
      compensatingTest: hasCompensatingTest === true ? 'on record' : '',
      expiresAt: null,
    };
    return [['G14', GUARDS.G14.check(facts, terms), 'NOT_ON_RECORD']];
  },
  contactChange,
  controlMove: ({ by, toward }, { terms }) => [
    ['G11', GUARDS.G11.check({ people: [by], beneficiary: toward ?? by, oldKeptDays: null }, terms), 'NOT_ON_RECORD'],
  ],
  grant,
  ownershipTransfer: ({ from, to }, { terms }) => {
    const people = from === null ? [] : [from];
    return [['G11', GUARDS.G11.check({ people, beneficiary: to, oldKeptDays: 0 }, terms), 'NOT_ON_RECORD']];
  },
  publication: ({ publisher, hasSource }, { terms }) =>
    hasSource === false
      ? [['G10', twoPeople({ tagger: null, publisher, approver: null }, terms), 'NOT_ON_RECORD']]
      : [],
  release: ({ tagger, publisher, approver }, { terms }) =>
    (tagger ?? publisher) === null ? [] : [['G10', twoPeople({ tagger, publisher, approver }, terms), 'NOT_ON_RECORD']],
  revocation: ({ holders, hasMotion }, { record, terms }) => {
    if (holders < 2 || hasMotion === true) return [];
    const facts = { reasons: 'on record', noticeAt: record.nominatedAt, holdersInMotion: holders, votes: null };
    return [['G19', GUARDS.G19.check(facts, terms), 'KNOWN']];
  },
};

export function isGuarded({ kind }: ProjectEvent): boolean {
  return ASKED[kind] !== undefined;
}

/** Guards of other tiers are not asked. */
export function askGuards(event: ProjectEvent, record: GuardRecord): RecordedGuard[] {
  const { tier, policy, links } = record;
  const terms = { tier, policy, links, at: event.at.from };
  const ask = ASKED[event.kind] as ((event: ProjectEvent, ask: Ask) => readonly Answer[]) | undefined;
  return (ask?.(event, { record, terms }) ?? [])
    .filter(([guard]) => GUARDS[guard].tiers.includes(tier) || GUARDS[guard].advisoryTiers.includes(tier))
    .map(([guard, verdict, proof]) => ({
      ...{ guard, event, blocked: !verdict.isOk, answer: answerOf(verdict, proof) },
      reason: verdict.isOk ? verdict.advice : verdict.reason,
    }));
}

function answerOf(verdict: Verdict, proof: Answer[2]): GuardAnswer {
  if (verdict.isOk) return verdict.advice === null ? 'AGREED' : 'ADVISED';
  return proof === 'NOT_ON_RECORD' || verdict.reason === 'FACT_UNKNOWN' ? 'UNPROVEN' : 'REFUSED';
}

function twoPeople(
  people: { readonly tagger: string | null; readonly publisher: string | null; readonly approver: string | null },
  terms: GuardTerms,
): Verdict {
  // Whoever is on record alone proposed it and approved it.
  const one = people.tagger ?? people.publisher;
  const facts = { ...people, proposer: one, approver: people.approver ?? one, signer: null };
  // That somebody approved says nothing about what he opened before, and no history tells it.
  return GUARDS.G10.check(
    { ...facts, tagger: one, publisher: people.publisher ?? one, hasApproverSeenDiff: null },
    terms,
  );
}

function contactChange(event: EventOf<'contactChange'>, { record, terms }: Ask): readonly Answer[] {
  const { proposer, beneficiary, secondPerson, replacesOld, isByIncumbent } = event;
  const second = typeof secondPerson === 'string' ? [secondPerson] : [];
  // An incumbent who adds somebody else is the second person to the one who gains.
  const people = isByIncumbent === true && beneficiary !== null ? [beneficiary, proposer] : [proposer, ...second];
  const oldKeptDays = replacesOld === true ? 0 : null;
  const proof = secondPerson === null && isByIncumbent !== true ? 'NOT_ON_RECORD' : 'KNOWN';
  const answers: Answer[] = [['G11', GUARDS.G11.check({ people, beneficiary, oldKeptDays }, terms), proof]];
  if (second[0] !== undefined) answers.push(['G07', ...distress(second[0], { record, terms })]);
  return answers;
}

/** Whether a second person who is not named is the maintainer in distress is not known; the guard takes it to be. */
function distress(person: string, { record, terms }: Ask): [Verdict, Answer[2]] {
  const isDistressOpen = record.openRules.includes('S05');
  const owners = record.distressed.length === 0 ? [] : [...record.distressed, person];
  const isNamed = record.distressed.some((name) => record.links.areOne(name, person));
  const verdict = GUARDS.G07.check({ use: 'SECOND_PERSON', owners, person, isDistressOpen }, terms);
  return [verdict, isNamed ? 'KNOWN' : 'NOT_ON_RECORD'];
}

/** Of the votes, the time lock and the notice of a grant only what is on record can be known. */
function grant(event: EventOf<'grant'>, { record, terms }: Ask): readonly Answer[] {
  const { policy, tier, nominatedAt, votedAt, openRules } = record;
  const scope = event.scope ?? 'COMMIT';
  if (!isWriteScope(scope)) return [];
  const { commentDays, scopes } = policy.tiers[tier];
  const dueAt = nominatedAt === null ? null : nominatedAt + commentDays * DAY_MS;
  const lockedUntil = votedAt === null ? null : votedAt + scopes[scope].coolingOffDays * DAY_MS;
  const notice = nominatedAt === null ? 'NOT_ON_RECORD' : 'KNOWN';
  const answers: Answer[] = [
    ['G05', GUARDS.G05.check({ notifiedAt: nominatedAt, dueAt }, terms), notice],
    [
      'G06',
      GUARDS.G06.check({ scope, openRules, calmSince: record.calmSince ?? 'NEVER', pressureEndsAt: null }, terms),
      'KNOWN',
    ],
    ['G08', GUARDS.G08.check({ dueAt: lockedUntil }, terms), 'KNOWN'],
  ];
  if (votedAt === null)
    answers.unshift(['G03', GUARDS.G03.check({ roll: null, voter: null, votes: null }, terms), 'KNOWN']);
  if (votedAt === null && event.by !== null) answers.push(['G07', ...distress(event.by, { record, terms })]);
  return answers;
}
