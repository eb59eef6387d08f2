export {
  AlreadyDecidedError,
  ApprovalStaleError,
  ApproverBenefitsError,
  RoleTooYoungError,
  SeparationOfDutiesError,
} from './approval.errors.js';
export { STANDING_APPROVALS, approvalRefusal, type ApprovalRefusal } from './approval-outlook.queries.js';
export { ApprovalRules, type ApprovalRule, type RuleOfOrganisation } from './approval-rules.repository.js';
export { APPROVAL } from './approval.states.js';
export { ApprovalsModule } from './approvals.module.js';
export { ApprovalsService, REQUEST_LIFETIME_MS, type ApprovalSubject } from './approvals.service.js';
export { approvalsMessages } from './messages.en.js';
