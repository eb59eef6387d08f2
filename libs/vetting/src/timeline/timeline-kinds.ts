import type { EventOf } from '../events/project-event.js';
import type { Assume, Body, KindReader } from './kind-reader.js';
import { isOnePerson, isUnidentified, peopleIn } from './people-of-text.js';
import { UNKNOWN_ACTOR } from '../events/unknown-actor.js';
import { messageOf } from './timeline-messages.js';
import { saidReplacesOld, saysNobodyElse } from './said-contact.js';
import { saysFormerHolder } from './said-holder.js';
import { saidHolders, saysInactivity, saysMotion } from './said-removal.js';
import { saidLineage, saidNoticeDays } from './said-transfer.js';
import { saysFloating, saysInChangelog } from './sentence.js';
import { binary, dependency, release } from './timeline-artefacts.js';
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
      by: oneOrUnknown(actor),
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
  inactivity_removal: (entry) => [revocation(entry, true)],
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
    ...(entry.facts.has('requesterAccountAgeDays') ? downstreamRequest(entry, record) : []),
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
  revoke,
  role_grant: roleGrant,
  role_hint: notice,
  sandbox_disabled: ({ actor, target, summary, facts }) => [
    {
      kind: 'featureTest',
      feature: target,
      by: actor,
      was: true,
      is: false,
      isInChangelog: facts.flag('inChangelog') ?? saysInChangelog(summary),
    },
  ],
  tag_moved: ({ actor, target, summary, facts }) => [
    {
      kind: 'tagMove',
      tag: target,
      by: actor,
      isFloating: facts.flag('floating') ?? (saysFloating(summary) ? true : null),
    },
  ],
  takedown: notice,
  vote_close: noticeOf('VOTE'),
};

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

function contactChange(
  { actor, target, summary, facts }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const isSaid = facts.has('beneficiary');
  if (!isSaid) assume('vetting.assumption.beneficiaryIsActor', { person: actor });
  const beneficiary = isSaid ? facts.text('beneficiary') : actor;
  const isByIncumbent =
    facts.text('by') === 'incumbent' ||
    (beneficiary !== null && !record.areOne(beneficiary, actor) && record.isHolder(actor));
  return [
    {
      kind: 'contactChange',
      resource: target,
      proposer: actor,
      beneficiary,
      replacesOld: facts.has('replacesOld') ? facts.flag('replacesOld') : saidReplacesOld(summary),
      secondPerson: facts.has('secondPerson')
        ? facts.nameOrNobody('secondPerson')
        : saysNobodyElse(summary)
          ? false
          : null,
      isByIncumbent: beneficiary === null && facts.text('by') === null ? null : isByIncumbent,
      thinsReporting: facts.flag('thinsReporting'),
    },
  ];
}

function downstreamRequest({ actor, at, target, facts }: TimelineEntry, record: TimelineRecord): readonly Body[] {
  return [
    {
      kind: 'downstreamRequest',
      target,
      requester: actor,
      accountAgeDays: facts.has('requesterAccountAgeDays')
        ? facts.number('requesterAccountAgeDays')
        : record.accountAgeDays(actor, at),
      isReleaser: facts.has('requesterIsReleaser') ? facts.flag('requesterIsReleaser') : record.hasReleased(actor),
    },
  ];
}

function revoke(entry: TimelineEntry, record: TimelineRecord): readonly Body[] {
  const { at, target, summary, facts } = entry;
  const isExcused = saysInactivity(target) || saysInactivity(summary) || saysMotion(summary) || record.hasMotion(at);
  return [revocation(entry, facts.flag('motion') ?? (isExcused ? true : null))];
}

function revocation({ actor, target, summary, facts }: TimelineEntry, hasMotion: boolean | null): Body {
  return {
    kind: 'revocation',
    by: oneOrUnknown(actor),
    holders: facts.number('holders') ?? saidHolders(target, summary),
    holdersBefore: facts.number('holdersBefore'),
    hasMotion,
  };
}

/** Two records of somebody unknown are not known to be of one person, whatever they call them. */
function oneOrUnknown(actor: string): string {
  return isUnidentified(actor) ? UNKNOWN_ACTOR : actor;
}

function ownershipTransfer(
  { actor, at, target, summary, facts }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const isByOwner = record.isHolder(actor);
  const named = record.namedIn(`${target} ${summary}`, [actor]);
  const receiver = facts.text('receiver') ?? (isByOwner ? (named[0] ?? null) : actor);
  const lineage = facts.flag('receiverHasLineage') ?? saidLineage(summary, isByOwner);
  if (!facts.has('receiverHasLineage')) assume('vetting.assumption.lineageOfRecord', { receiver: receiver ?? '?' });
  const days = facts.number('noticeDays') ?? saidNoticeDays(summary);
  if (!facts.has('noticeDays')) assume('vetting.assumption.noticeOfRecord');
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
  { actor, at, target, summary, facts }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const [named, another] = record.namedIn(`${target} ${summary}`, [actor]);
  const isNamed = named !== undefined && another === undefined && !record.isHolder(named);
  const isActor = !isNamed && !record.isHolder(actor) && isOnePerson(actor) && !saysFormerHolder(summary);
  const person = facts.text('person') ?? (isNamed ? named : isActor ? actor : null);
  if (person === null) assume('vetting.assumption.granteeUnknown');
  else if (!facts.has('person'))
    assume(isNamed ? 'vetting.assumption.granteeIsNamed' : 'vetting.assumption.granteeIsActor', { person });
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
