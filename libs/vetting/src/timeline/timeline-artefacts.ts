import type { Assume, Body } from './kind-reader.js';
import { isUnidentified, peopleIn } from './people-of-text.js';
import { saidBytes, saidGenerator, saidHoursBeforeTag, saysSameTagger } from './said-binary.js';
import { saidAgeDays, saysArtefactDiffers } from './sentence.js';
import type { TimelineEntry } from './timeline-file.js';
import type { TimelineRecord } from './timeline-record.js';

/** One whose size nobody wrote down is not known to be large. */
export function binary({ actor, target, summary, facts }: TimelineEntry): readonly Body[] {
  return [
    {
      kind: 'binary',
      path: target,
      by: actor,
      bytes: facts.has('bytes') ? facts.number('bytes') : saidBytes(summary),
      hasGenerator: facts.has('generator') ? facts.flag('generator') : saidGenerator(summary),
      hoursBeforeTag: facts.has('hoursBeforeTag') ? facts.number('hoursBeforeTag') : saidHoursBeforeTag(summary),
      taggerIsAuthor: facts.has('taggerIsAuthor')
        ? facts.flag('taggerIsAuthor')
        : saysSameTagger(summary)
          ? true
          : null,
    },
  ];
}

export function dependency(
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

/** The release belongs to whom the record names; what else is known is a fact. */
export function release(
  { kind, actor, at, target, facts, summary }: TimelineEntry,
  record: TimelineRecord,
  assume: Assume,
): readonly Body[] {
  const one = peopleIn(actor).length === 1 && !isUnidentified(actor) ? actor : null;
  const announced = facts.text('keyAnnouncedBy') ?? (one === null ? null : record.keyAnnouncedBy(one, at));
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
