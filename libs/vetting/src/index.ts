export { readEventsFile, writeEventsFile } from './events/events-file.js';
export {
  DAY_MS,
  dayNumber,
  dayText,
  daysAtLeast,
  daysAtMost,
  instant,
  parseMoment,
  type Moment,
} from './events/moment.js';
export { PersonLinks } from './events/person-links.js';
export type { EventOf, ProjectEvent } from './events/project-event.js';
export {
  archiveEvent,
  compareArchive,
  readArchive,
  readManifest,
  readPinnedDigests,
  type ManifestFile,
  type PinnedDigests,
  type TreeFile,
} from './importers/archive-comparison.js';
export { CONTROL_KINDS, importControlPlane } from './importers/control-plane.importer.js';
export { readBlobs, wantedBlobs, type GitBlob } from './importers/git-blobs.js';
export { importGitHistory } from './importers/git-history.importer.js';
export { GIT_LOG_ARGUMENTS, readGitLog } from './importers/git-log.reader.js';
export { readTagRecords, type TagRecord } from './importers/git-tags.js';
export { MEMBERSHIP_KINDS, importMembership } from './importers/membership.importer.js';
export type { ImportResult, ImportWarning } from './importers/import-result.js';
export { importMbox, importMessageList, type MessageOptions } from './importers/messages.importer.js';
export { classifyMessage, isPressure, type MessageReading } from './importers/message-classes.js';
export { vettingImportMessages } from './importers/messages.en.js';
export { openSnapshot } from './importers/raw-snapshot.js';
export { REGISTRY_KINDS, importRegistry, type SourceFacts } from './importers/registry.importer.js';
export {
  digestOfContent,
  readSnapshotFile,
  writeSnapshotFile,
  type Snapshot,
  type SnapshotPart,
} from './importers/snapshot.js';
export { POLICY_2026_1 } from './policy/policy-2026-1.js';
export { TIERS, type Tier } from './policy/scopes.js';
export type { VoteRule } from './policy/vetting-policy.js';
