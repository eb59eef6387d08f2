import { dayNumber, daysAtLeast } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import type { TierProfile } from '../policy/vetting-policy.js';
import type { Signal } from '../signals/signal.js';
import type { SignalId } from '../policy/signals-2026-1.js';

/** What a guard would have said to something that happened. */
export interface RecordedGuard {
  readonly guard: string;
  readonly blocked: boolean;
  readonly event: ProjectEvent;
  /** Key of a message that says why. */
  readonly reason: string;
}

/** What a guard is asked with: approvals count when they are on record. */
export interface GuardRecord {
  readonly profile: TierProfile;
  readonly links: PersonLinks;
  readonly pressureCalmDays: number;
  /** What was said in public before. */
  readonly notices: readonly EventOf<'notice'>[];
  readonly isOpen: (rule: SignalId) => boolean;
  readonly lastPressure: Signal | null;
}

type Verdict = Omit<RecordedGuard, 'event'>;
type Ask = (event: never, record: GuardRecord) => readonly Verdict[];

/** Which guards stand before what. Events that are not here need none. */
const ASKED: Readonly<Partial<Record<ProjectEvent['kind'], Ask>>> = {
  archiveComparison: ({ unexplained }: EventOf<'archiveComparison'>) => [
    verdict('G13', unexplained.length > 0, 'archiveDiffers'),
  ],
  binary: ({ hasGenerator }: EventOf<'binary'>) =>
    hasGenerator === null ? [] : [verdict('G15', !hasGenerator, 'noGenerator')],
  checkReduction: ({ hasCompensatingTest }: EventOf<'checkReduction'>) => [
    verdict('G14', hasCompensatingTest !== true, 'noCompensatingTest'),
  ],
  contactChange: control,
  controlMove: () => [verdict('G11', true, 'noSecondPerson')],
  grant,
  ownershipTransfer: ({ noticeDays }: EventOf<'ownershipTransfer'>) => [
    verdict('G11', true, 'noSecondPerson'),
    ...(noticeDays === null ? [] : [verdict('G05', noticeDays < NOTICE_DAYS, 'noNotice')]),
  ],
  publication: ({ hasSource }: EventOf<'publication'>) =>
    hasSource === null ? [] : [verdict('G10', !hasSource, 'noSecondReleaser')],
  release,
  revocation: ({ hasMotion, holders }: EventOf<'revocation'>) =>
    holders > 1 ? [verdict('G19', hasMotion !== true, 'noMotion')] : [],
};

const NOTICE_DAYS = 14;

export function isGuarded({ kind }: ProjectEvent): boolean {
  return ASKED[kind] !== undefined;
}

export function askGuards(event: ProjectEvent, record: GuardRecord): RecordedGuard[] {
  const ask = ASKED[event.kind] as ((event: ProjectEvent, record: GuardRecord) => readonly Verdict[]) | undefined;
  return (ask?.(event, record) ?? []).map((one) => ({ ...one, event }));
}

function verdict(guard: string, blocked: boolean, reason: string): Verdict {
  return { guard, blocked, reason: `vetting.recorded.${blocked ? reason : 'passed'}` };
}

function grant(event: EventOf<'grant'>, record: GuardRecord): readonly Verdict[] {
  const { profile, notices } = record;
  const scope = event.scope ?? 'COMMIT';
  if (scope === 'TRIAGE' || scope === 'REVIEW') return [];
  const before = (topic: EventOf<'notice'>['topic'], days: number): boolean =>
    notices.some((notice) => notice.topic === topic && daysAtLeast(notice.at, event.at) >= days - 1);
  const minimums = profile.scopes[scope];
  const isCalm =
    record.lastPressure === null || dayNumber(event.at.from) - record.lastPressure.day >= record.pressureCalmDays;
  return [
    verdict('G03', !before('VOTE', 0), 'noVote'),
    verdict('G05', !before('NOMINATION', profile.commentDays), 'noCommentPeriod'),
    verdict('G06', !isCalm || PRESSURE.some(record.isOpen), 'underPressure'),
    verdict('G07', record.isOpen('S05') && !before('VOTE', 0), 'consentUnderDistress'),
    ...(event.tenureDays === null ? [] : [verdict('G07a', event.tenureDays < minimums.tenureDays, 'shortTenure')]),
    verdict('G08', !before('VOTE', minimums.coolingOffDays), 'noTimeLock'),
  ];
}

const PRESSURE: readonly SignalId[] = ['S01', 'S02', 'S03'];

function release(event: EventOf<'release'>, { links }: GuardRecord): readonly Verdict[] {
  const roles = [event.tagger, event.signer, event.publisher, event.approver].filter((name) => name !== null);
  if (roles.length === 0) return [];
  const people = new Set(roles.map((name) => links.personOf(name)));
  return [verdict('G10', people.size < 2 || event.approver === null, 'noSecondReleaser')];
}

function control(event: EventOf<'contactChange'>, record: GuardRecord): readonly Verdict[] {
  const { secondPerson, beneficiary, proposer } = event;
  const others = [proposer, beneficiary].filter((name) => name !== null);
  const isSeconded =
    typeof secondPerson === 'string' && !others.some((name) => record.links.areOne(name, secondPerson));
  const verdicts = [
    verdict('G11', !isSeconded && event.isByIncumbent !== true, 'noSecondPerson'),
    verdict('G11', event.replacesOld === true, 'replacesOld'),
  ].filter(({ blocked }, index, all) => blocked || (index === 0 && !all[1]?.blocked));
  if (isSeconded && record.isOpen('S05')) verdicts.push(verdict('G07', true, 'consentUnderDistress'));
  return verdicts;
}
