import { PROJECT, signalRule } from '../signal.js';

export const S19 = signalRule({
  id: 'S19',
  name: 'ignore rule names an input of the build',
  family: 'B',
  reads: ['ignoreRule'],
  benign: 'routine; it only puts the path on the list of files whose digest is pinned',
  start:
    ({ policy }) =>
    (event) => ({ subject: event.path, key: PROJECT, points: policy.signals.S19.points, evidence: [event] }),
});

export const S20 = signalRule({
  id: 'S20',
  name: 'archive differs from the tree of its tag',
  family: 'B',
  reads: ['archiveComparison'],
  benign: 'generated files without a manifest, as in most projects with autotools at first',
  start:
    ({ policy }) =>
    (event) =>
      event.unexplained.length > 0
        ? { subject: event.release, key: PROJECT, points: policy.signals.S20.points, isHard: true, evidence: [event] }
        : null,
});

export const S21 = signalRule({
  id: 'S21',
  name: 'opaque binary',
  family: 'B',
  reads: ['binary'],
  benign: 'samples of projects for codecs and images; a generator clears them',
  start({ policy }) {
    const { bytes, points, lateBytes, lateHours, latePoints } = policy.signals.S21;
    return (event) => {
      if (event.hasGenerator !== false || event.bytes === null || event.bytes < bytes) return null;
      const isLate =
        event.bytes >= lateBytes &&
        event.hoursBeforeTag !== null &&
        event.hoursBeforeTag < lateHours &&
        event.taggerIsAuthor === true;
      // Many samples count as one; one that is late counts beside them.
      return isLate
        ? { subject: event.path, key: `${PROJECT} late`, points: latePoints, evidence: [event] }
        : { subject: event.path, key: PROJECT, points, evidence: [event] };
    };
  },
});

export const S26 = signalRule({
  id: 'S26',
  name: 'fresh dependency',
  family: 'B',
  reads: ['dependency'],
  benign: 'a project that splits a package of its own',
  start:
    ({ policy }) =>
    (event) => {
      const { freshDays, freshWithScriptDays, points } = policy.signals.S26;
      if (event.isOwnersOwn === true || event.ageDays === null) return null;
      const limit = event.hasInstallScript === true ? freshWithScriptDays : freshDays;
      return event.ageDays < limit ? { subject: event.name, points, evidence: [event] } : null;
    },
});
