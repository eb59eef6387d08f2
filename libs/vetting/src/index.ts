export {
  NotProjectOwnerError,
  RoleGrantNotFoundError,
  RoleGrantOpenError,
  TierNotKnownError,
} from './cases/role-grant.errors.js';
export { RoleGrantsService, type NewRoleRequest, type PersonMove } from './cases/role-grants.service.js';
export { ProjectEventsService } from './risk/project-events.service.js';
export { VettingModule } from './vetting.module.js';
export { ProjectTiersService } from './tiers/project-tiers.service.js';
export { RoleGrantsRepository, openPartOf, type LockedGrant } from './cases/role-grants.repository.js';
export { APPEAL } from './control/appeal.states.js';
export {
  CHECK_EXCEPTION,
  type CheckException,
  exceptCheck,
  isCheckExcepted,
} from './control/check-exception.states.js';
export { type ControlFacts } from './control/control-case.js';
export {
  CONTROL_CHANGE,
  type ControlChange,
  changeControl,
  proposeControlChange,
} from './control/control-change.states.js';
export { OWNERSHIP_TRANSFER, type OwnershipTransfer, transferOwnership } from './control/ownership-transfer.states.js';
export { type GateResult, type ReleaseFacts, isNoticeMissing, releaseGate } from './control/release-gate.js';
export { REMOVAL, type Removal, remove } from './control/removal.states.js';
export { POOL_MEMBER } from './pool/pool-member.states.js';
export { SEAT_OFFER } from './pool/seat-offer.states.js';
export { SUPPORT_CASE } from './support/support-case.states.js';
export { SUCCESSION_PLAN, type SuccessionPlan, succeed } from './control/succession-plan.states.js';
export { readEventsFile, writeEventsFile } from './events/events-file.js';
export { type OnePerson, namesNotIn, readPeopleFile } from './events/one-person.js';
export { DailyLook } from './history/daily-look.service.js';
export { inOrder } from './events/in-order.js';
export {
  DAY_MS,
  type Moment,
  dayNumber,
  dayText,
  daysAtLeast,
  daysAtMost,
  instant,
  parseMoment,
} from './events/moment.js';
export { namesIn } from './events/people-of-events.js';
export { PersonLinks } from './events/person-links.js';
export {
  type ChangeArea,
  type Demand,
  type EventKind,
  type EventOf,
  MESSAGE_CLASSES,
  type MessageClass,
  type ProjectEvent,
} from './events/project-event.js';
export { type Decision, decide } from './grants/decide.js';
export { type EarliestDates, type WorkHistory, earliestDates } from './grants/earliest-dates.js';
export { recordedWork } from './grants/recorded-work.js';
export { sketchedWork } from './grants/sketched-work.js';
export { evolve, replayGrant } from './grants/evolve.js';
export { type GrantCommand } from './grants/grant-commands.js';
export { type GrantContext } from './grants/grant-context.js';
export { type GrantEvent } from './grants/grant-events.js';
export { type GrantState, isHeld } from './grants/grant-state.js';
export { ROLE_GRANT } from './grants/grant.states.js';
export { type OpenGuard, candidateView, publicView, visibleEvents } from './grants/views.js';
export { GUARDS, type GuardId } from './guards/catalogue.js';
export { type Guard, type Verdict } from './guards/guard.js';
export {
  type ManifestFile,
  type PinnedDigests,
  type TreeFile,
  archiveEvent,
  compareArchive,
  readArchive,
  readManifest,
  readPinnedDigests,
} from './importers/archive-comparison.js';
export { CONTROL_KINDS, importControlPlane } from './importers/control-plane.importer.js';
export { type WantedMentions, mentionsIn, wantedMentions } from './importers/generators.js';
export { type GitBlob, readBlobs, wantedBlobs } from './importers/git-blobs.js';
export { importGitHistory } from './importers/git-history.importer.js';
export { GIT_LOG_ARGUMENTS, readGitLog } from './importers/git-log.reader.js';
export { type TagRecord, readTagRecords } from './importers/git-tags.js';
export { type ImportResult, type ImportWarning } from './importers/import-result.js';
export { MEMBERSHIP_KINDS, importMembership } from './importers/membership.importer.js';
export { type MessageReading, classifyMessage } from './importers/message-classes.js';
export { type MessageOptions, importMbox, importMessageList } from './importers/messages.importer.js';
export { openSnapshot } from './importers/raw-snapshot.js';
export { REGISTRY_KINDS, type SourceFacts, importRegistry } from './importers/registry.importer.js';
export {
  digestOfContent,
  type Snapshot,
  type SnapshotPart,
  readSnapshotFile,
  writeSnapshotFile,
} from './importers/snapshot.js';
export { vettingMessages } from './messages.en.js';
export { POLICY_2026_1 } from './policy/policy-2026-1.js';
export { SECURITY_CONTACT, type Scope, TIERS, type Tier } from './policy/scopes.js';
export { type TierEvidence, type TierFinding, tierAt, tierOf } from './policy/tiers.js';
export { type VettingPolicy, type VoteRule } from './policy/vetting-policy.js';
export { type History, readHistory } from './replay/read-history.js';
export { type Replay, type ReplayDay, replay } from './replay/replay.js';
export { type Clearing, clear } from './signals/clearing.js';
export { type SignalInputs, computeSignals } from './signals/compute-signals.js';
export { RISK_LEVELS } from './signals/risk-level.js';
export { type RiskOnDay, riskOnDay } from './signals/risk-on-day.js';
export { SIGNALS_LEFT_OUT, SIGNAL_RULES } from './signals/signal-rules.js';
export { type Signal } from './signals/signal.js';
export { type TimelineEvents, timelineEvents } from './timeline/timeline-events.js';
export { type TimelineFile, readTimeline } from './timeline/timeline-file.js';
