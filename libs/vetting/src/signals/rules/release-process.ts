import type { EventOf } from '../../events/project-event.js';
import { Recent, Repeats, Tally } from '../recent.js';
import { PROJECT, signalRule, type RuleContext } from '../signal.js';

export const S14 = signalRule({
  id: 'S14',
  name: 'new release signer',
  family: 'R',
  reads: ['release'],
  benign: 'the first release that is signed at all, a key that is renewed, keys that only a website names',
  start: (context) => (event) => {
    if (event.isNewSigner !== true || event.signer === null || event.keyAnnouncedBy === 'EXISTING_SIGNER') return null;
    const subject = context.history.personOf(event.signer);
    return { subject, points: pointsOfSigner(context, event, subject), evidence: [event] };
  },
});

function pointsOfSigner({ policy, history }: RuleContext, event: EventOf<'release'>, signer: string): number {
  const { announcedByNewcomer, unannounced, unannouncedByYoungGrant, youngDays } = policy.signals.S14;
  if (event.keyAnnouncedBy === 'NEWCOMER') return announcedByNewcomer;
  const age = history.grantAge(signer, event.at);
  return age !== null && age <= youngDays ? unannouncedByYoungGrant : unannounced;
}

export const S16 = signalRule({
  id: 'S16',
  name: 'changes merged without another pair of eyes',
  family: 'R',
  reads: ['change'],
  benign: 'most projects with one maintainer',
  start({ policy, history }) {
    const { countDays, changes, share, points } = policy.signals.S16;
    const recent = new Recent<EventOf<'change'>>(countDays);
    const [all, own] = [new Tally(), new Tally()];
    const repeats = new Repeats(policy.signals.repeatDays);
    const count = (event: EventOf<'change'>, sign: number): void => {
      const author = history.personOf(event.author);
      all.add(author, sign);
      if (isSelfMerged(event)) own.add(author, sign);
    };
    const isSelfMerged = ({ author, committer, approvers }: EventOf<'change'>): boolean =>
      committer !== null &&
      history.personOf(committer) === history.personOf(author) &&
      (approvers ?? []).every((approver) => history.personOf(approver) === history.personOf(author));
    return (event) => {
      count(event, 1);
      for (const dropped of recent.add(event)) count(dropped, -1);
      const author = history.personOf(event.author);
      if (all.of(author) < changes || own.of(author) / all.of(author) < share) return null;
      return repeats.isDue(author, event.at) ? { subject: author, points, evidence: [event] } : null;
    };
  },
});

/** What a release must not get in its last hours from one pair of eyes. */
const DELICATE = new Set(['BUILD', 'TEST_BINARY', 'INSTALL', 'CRYPTO']);

export const S22 = signalRule({
  id: 'S22',
  name: 'late change of what is built',
  family: 'R',
  reads: ['change', 'binary', 'release'],
  benign: 'a fix that had to be quick',
  start({ policy, history }) {
    const { lateDays, points } = policy.signals.S22;
    const recent = new Recent<EventOf<'change' | 'binary'>>(lateDays);
    return (event) => {
      if (event.kind !== 'release') {
        if (isAlone(event)) recent.add(event);
        return null;
      }
      recent.dropBefore(event.at);
      const evidence = recent.latest();
      const [last] = evidence.slice(-1);
      if (last === undefined) return null;
      const subject = history.personOf(last.kind === 'change' ? last.author : last.by);
      return { subject, points, evidence: [...evidence, event] };
    };
  },
});

function isAlone(event: EventOf<'change' | 'binary'>): boolean {
  if (event.kind === 'binary') return event.taggerIsAuthor === true;
  return event.areas.some((area) => DELICATE.has(area)) && event.approvers?.length === 0;
}

export const S23 = signalRule({
  id: 'S23',
  name: 'one person did all of a release',
  family: 'R',
  reads: ['release'],
  benign: 'every project with one maintainer',
  start:
    ({ policy, history }) =>
    (event) => {
      const roles = [event.author, event.tagger, event.signer, event.publisher];
      const people = new Set(roles.map((name) => (name === null ? null : history.personOf(name))));
      const [person] = people;
      if (people.size !== 1 || person == null) return null;
      return { subject: person, points: policy.signals.S23.points, evidence: [event] };
    },
});

export const S27 = signalRule({
  id: 'S27',
  name: 'published without source',
  family: 'R',
  reads: ['publication'],
  benign: 'a build that sets its tag later than a day, or coordinates that move',
  start:
    ({ policy }) =>
    (event) => {
      const hasLostProvenance = event.hadProvenance === true && event.hasProvenance === false;
      if (event.hasSource !== false && !hasLostProvenance) return null;
      const subject = `${event.package} ${event.version}`;
      return { subject, key: PROJECT, points: policy.signals.S27.points, isHard: true, evidence: [event] };
    },
});

export const S28 = signalRule({
  id: 'S28',
  name: 'published tag moved',
  family: 'R',
  reads: ['tagMove'],
  benign: 'major tags of build actions that float; they are declared as such',
  start:
    ({ policy }) =>
    (event) =>
      // What would excuse counts when it is on record.
      event.isFloating === true
        ? null
        : { subject: event.tag, key: PROJECT, points: policy.signals.S28.points, isHard: true, evidence: [event] },
});
