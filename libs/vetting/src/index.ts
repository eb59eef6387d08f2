export { readEventsFile, writeEventsFile } from './events/events-file.js';
export { instant } from './events/moment.js';
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
export { wantedBlobs, type GitBlob } from './importers/git-blobs.js';
export { importGitHistory } from './importers/git-history.importer.js';
export { GIT_LOG_ARGUMENTS, readGitLog } from './importers/git-log.reader.js';
export type { TagRecord } from './importers/git-tags.js';
export { MEMBERSHIP_KINDS, importMembership } from './importers/membership.importer.js';
export type { ImportResult, ImportWarning } from './importers/import-result.js';
export { importMbox, importMessageList, type MessageOptions } from './importers/messages.importer.js';
export { vettingImportMessages } from './importers/messages.en.js';
export { openSnapshot } from './importers/raw-snapshot.js';
export { REGISTRY_KINDS, importRegistry, type SourceFacts } from './importers/registry.importer.js';
export { readSnapshotFile, writeSnapshotFile, type Snapshot, type SnapshotPart } from './importers/snapshot.js';
