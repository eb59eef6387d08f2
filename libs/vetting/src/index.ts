export { APPEAL } from './control/appeal.states.js';
export {
  CHECK_EXCEPTION,
  exceptCheck,
  isCheckExcepted,
  type CheckException,
} from './control/check-exception.states.js';
export { type ControlFacts } from './control/control-case.js';
export {
  changeControl,
  CONTROL_CHANGE,
  proposeControlChange,
  type ControlChange,
} from './control/control-change.states.js';
export { OWNERSHIP_TRANSFER, transferOwnership, type OwnershipTransfer } from './control/ownership-transfer.states.js';
export { isNoticeMissing, releaseGate, type GateResult, type ReleaseFacts } from './control/release-gate.js';
export { remove, REMOVAL, type Removal } from './control/removal.states.js';
export { succeed, SUCCESSION_PLAN, type SuccessionPlan } from './control/succession-plan.states.js';
export { dayNumber, daysAtLeast, daysAtMost, dayText, instant, parseMoment, type Moment } from './events/moment.js';
export { PersonLinks } from './events/person-links.js';
export {
  MESSAGE_CLASSES,
  type ChangeArea,
  type Demand,
  type EventKind,
  type EventOf,
  type MessageClass,
  type ProjectEvent,
} from './events/project-event.js';
export { decide, type Decision } from './grants/decide.js';
export { earliestDates, type EarliestDates, type WorkHistory } from './grants/earliest-dates.js';
export { evolve, replay } from './grants/evolve.js';
export { type GrantCommand } from './grants/grant-commands.js';
export { type GrantContext, type RiskLevel } from './grants/grant-context.js';
export { type GrantEvent } from './grants/grant-events.js';
export { isHeld, type GrantState } from './grants/grant-state.js';
export { ROLE_GRANT } from './grants/grant.states.js';
export { candidateView, publicView, visibleEvents, type OpenGuard } from './grants/views.js';
export { GUARDS, type GuardId } from './guards/catalogue.js';
export { type Guard, type Verdict } from './guards/guard.js';
export { vettingMessages } from './messages.en.js';
export { POLICY_2026_1 } from './policy/policy-2026-1.js';
export { SECURITY_CONTACT, type Scope, type Tier } from './policy/scopes.js';
export { tierAt, tierOf, type TierEvidence, type TierFinding } from './policy/tiers.js';
export { type VettingPolicy } from './policy/vetting-policy.js';
