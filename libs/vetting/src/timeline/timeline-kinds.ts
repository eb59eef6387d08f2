import type { EventOf } from '../events/project-event.js';
import type { Assume, Body, KindReader } from './kind-reader.js';
import { isUnidentified, namesMany, peopleIn } from './people-of-text.js';
import { messageOf } from './timeline-messages.js';
import { saidAgeDays, saysArtefactDiffers, saysInactivity } from './sentence.js';
import type { TimelineEntry } from './timeline-file.js';
import type { TimelineRecord } from './timeline-record.js';
import { scopeOf } from './scope-of-text.js';

const noticeOf =
  (topic: EventOf<'notice'>['topic']): KindReader =>
  ({ actor, target }) => [{ kind: 'notice', by: actor, about: target, topic }];
const notice = noticeOf('OTHER');
const contribution: KindReader = ({ actor }) => peopleIn(actor).map((person) => ({ kind: 'contribution', person }));

/** Which events a kind of record stands for. Kinds that are not here are reported. */
export const TIMELINE_KINDS: Readonly<Record<string, KindReader>> = {
  account_created: ({ actor }) => [{ kind: 'account', person: actor }],
  anomaly_report: ({ actor, target }) => [{ kind: 'anomalyReport', release: target, reporter: actor }],
  binary_added: binary,
  build_change: buildChange,
  check_disabled: ({ actor, target, facts }) => [
    {
      kind: 'checkReduction',
      check: target,
      by: actor,
      hasLinkedBug: facts.flag('linkedUpstreamBug'),
      hasCompensatingTest: facts.flag('compensatingTest'),
    },
  ],
  contact_change: contactChange,
  contribution,
  // That it was suspicious was known later; only what was seen that day is read.
  contribution_suspicious: contribution,
  credential_theft: notice,
  defence_added: notice,
  defence_change: notice,
  dependency_added: dependency,
  detection: notice,
  disclosure: notice,
  downstream_adoption: notice,
  downstream_push: downstreamRequest,
  identity_change: ({ actor, target, facts }) => [
    { kind: 'identity', account: actor, shows: 'NAME', value: target, isAnnounced: facts.flag('announced') },
  ],
  inactivity_removal: ({ actor, target, facts }) => [revocation(actor, target, facts.number('holders'), true)],
  infra_change: ({ actor, target, facts }) => [
    { kind: 'controlMove', resource: target, by: actor, toward: facts.text('beneficiary') },
  ],
  inquiry: messageOf,
  maintainer_distress: ({ actor, facts }) => [
    { kind: 'distress', person: actor, isSelfReported: facts.flag('selfReported') },
  ],
  malicious_release: release,
  nomination: noticeOf('NOMINATION'),
  objection: noticeOf('OBJECTION'),
  onboarding: notice,
  ownership_transfer: ownershipTransfer,
  patch_merged: ({ actor, facts }) => patchMerged(actor, facts.text('author'), facts.names('approvers')),
  policy_change: notice,
  pressure: (entry, record, assume) => [
    ...messageOf(entry, record, assume),
    ...(entry.facts.has('requesterAccountAgeDays') ? downstreamRequest(entry) : []),
  ],
  publish_without_source: ({ target, actor, facts }) => [
    {
      kind: 'publication',
      package: target,
      version: '',
      publisher: actor,
      hasSource: facts.flag('hasSource') ?? false,
      hadProvenance: facts.flag('hadProvenance'),
      hasProvenance: facts.flag('hasProvenance'),
    },
  ],
  release,
  release_signer_change: release,
  remediation: notice,
  resignation: notice,
  restore: notice,
  revoke: ({ actor, at, target, facts }, record) => {
    const hasMotion = facts.flag('motion') ?? (saysInactivity(target) || record.hasMotion(at) ? true : null);
    return [revocation(actor, target, facts.number('holders'), hasMotion, facts.number('holdersBefore'))];
  },
  role_grant: roleGrant,
  role_hint: notice,
  sandbox_disabled: ({ actor, target, facts }) => [
    {
      kind: 'featureTest',
      feature: target,
      by: actor,
      was: true,
      is: false,
      isInChangelog: facts.flag('inChangelog') ?? false,
    },
  ],
  tag_moved: ({ actor, target, facts }) => [
    { kind: 'tagMove', tag: target, by: actor, isFloating: facts.flag('floating') },
  ],
  takedown: notice,
  vote_close: noticeOf('VOTE'),
};

function binary({ actor, target, facts }: TimelineEntry): readonly Body[] {
  return [
    {
      kind: 'binary',
      path: target,
      by: actor,
      bytes: facts.number('bytes'),
      hasGenerator: facts.flag('generator'),
      hoursBeforeTag: facts.number('hoursBeforeTag'),
      taggerIsAuthor: facts.flag('taggerIsAuthor'),
    },
  ];
}

const IGNORE_FILE = /(?:^|\/)\.\w*ignore\b/;

function buildChange({ actor, target, facts }: TimelineEntry): readonly Body[] {
  if (IGNORE_FILE.test(target)) return [{ kind: 'ignoreRule', path: target, by: actor }];
  return [change(actor, null, facts.names('approvers'), ['BUILD'])];
}

function change(
  author: string,
  committer: string | null,
  approvers: readonly string[] | null,
  areas: EventOf<'change'>['areas'],
): Body {
  return { kind: 'change', sha: null, author, committer, authorOffset: null, committerOffset: null, approvers, areas };
}

/** Whoever merges is named; who wrote it often is not. */
function patchMerged(actor: string, author: string | null, approvers: readonly string[] | null): readonly Body[] {
  return author === null ? [] : [change(author, actor, approvers, ['OTHER'])];
}

function contactChange({ actor, target, facts }: TimelineEntry, record: TimelineRecord): readonly Body[] {
  const beneficiary = facts.text('beneficiary');
  const isByIncumbent =
    facts.text('by') === 'incumbent' ||
    (beneficiary !== null && !record.areOne(beneficiary, actor) && record.isHolder(actor));
  return [
    {
      kind: 'contactChange',
      resource: target,
      proposer: actor,
      beneficiary,
      replacesOld: facts.flag('replacesOld'),
      secondPerson: facts.nameOrNobody('secondPerson'),
      isByIncumbent: beneficiary === null && facts.text('by') === null ? null : isByIncumbent,
      thinsReporting: facts.flag('thinsReporting'),
    },
  ];
}

function dependency(
  { actor, target, facts, summary }: TimelineEntry,
  _: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const said = facts.has('dependencyAgeDays') ? null : saidAgeDays(summary);
  if (said !== null) assume('vetting.assumption.ageOfSentence', { days: said });
  return [
    {
      kind: 'dependency',
      name: target,
      by: actor,
      ageDays: facts.number('dependencyAgeDays') ?? said,
      hasInstallScript: facts.flag('installScript'),
      isOwnersOwn: facts.flag('ownersOwn'),
    },
  ];
}

function downstreamRequest({ actor, target, facts }: TimelineEntry): readonly Body[] {
  return [
    {
      kind: 'downstreamRequest',
      target,
      requester: actor,
      accountAgeDays: facts.number('requesterAccountAgeDays'),
      isReleaser: facts.flag('requesterIsReleaser'),
    },
  ];
}

function revocation(
  by: string,
  target: string,
  holders: number | null,
  hasMotion: boolean | null,
  holdersBefore: number | null = null,
): Body {
  return { kind: 'revocation', by, holders: holders ?? (namesMany(target) ? 2 : 1), holdersBefore, hasMotion };
}

/** The release belongs to whom the record names; what else is known is a fact. */
function release(
  { kind, actor, at, target, facts, summary }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const one = peopleIn(actor).length === 1 && !isUnidentified(actor) ? actor : null;
  const announced = facts.text('keyAnnouncedBy');
  const events: Body[] = [
    {
      kind: 'release',
      version: target,
      author: facts.text('author') ?? record.lastAuthor(at),
      tagger: facts.text('tagger') ?? one,
      signer: facts.text('signer') ?? one,
      publisher: facts.text('publisher') ?? one,
      approver: facts.names('approvers')?.[0] ?? null,
      key: null,
      isNewSigner: kind === 'release_signer_change' ? true : null,
      keyAnnouncedBy: announced === null ? null : announced === 'NOBODY' ? false : (announced as 'NEWCOMER'),
    },
  ];
  const isSaid = !facts.has('unexplained') && saysArtefactDiffers(summary);
  if (isSaid) assume('vetting.assumption.archiveOfSentence');
  const unexplained = isSaid ? [target] : facts.names('unexplained');
  if (unexplained !== null) events.push({ kind: 'archiveComparison', release: target, unexplained });
  return events;
}

function ownershipTransfer(
  { actor, at, target, facts }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const isByOwner = record.isHolder(actor);
  const receiver = facts.text('receiver') ?? (isByOwner ? null : actor);
  const lineage = facts.flag('receiverHasLineage');
  if (lineage === null) assume('vetting.assumption.lineageOfRecord', { receiver: receiver ?? '?' });
  const days = facts.number('noticeDays');
  if (days === null) assume('vetting.assumption.noticeOfRecord');
  return [
    {
      kind: 'ownershipTransfer',
      resource: target,
      from: isByOwner ? actor : null,
      to: receiver,
      receiverHasLineage: lineage ?? record.hasLineage(receiver, at),
      noticeDays: days ?? record.noticeDays(at),
    },
  ];
}

/** Who holds rights already grants them to others; who does not is taken to be the one who got them. */
function roleGrant(
  { actor, at, target, facts }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const person = facts.text('person') ?? (record.isHolder(actor) || isUnidentified(actor) ? null : actor);
  if (person === null) assume('vetting.assumption.granteeUnknown');
  else if (!facts.has('person')) assume('vetting.assumption.granteeIsActor', { person });
  return [
    {
      kind: 'grant',
      person,
      scope: facts.scope() ?? scopeOf(target),
      by: person === actor ? null : actor,
      tenureDays: facts.number('tenureDays') ?? (person === null ? null : record.tenureDays(person, at)),
      mergedChanges: facts.number('mergedChanges'),
    },
  ];
}
