import { topic } from './topic.js';

/** A beat of a job that comes again and again. The name tells such messages from those that carry a fact. */
export type RecurringPayload = Readonly<Record<'recurring', string>>;

export const domainChecksDue = topic<RecurringPayload>('identity.domain_checks_due', 1);
export const forgetInvitationsDue = topic<RecurringPayload>('identity.forget_invitations_due', 1);
export const recipientAccountsDue = topic<RecurringPayload>('payments.recipient_accounts_due', 1);
/** Runs that were paid, and that the balance did not cover, are tried again. */
export const fundedRunsDue = topic<RecurringPayload>('budgets.funded_runs_due', 1);

export const findingsDue = topic<RecurringPayload>('payments.findings_due', 1);
export const dueClaimChecksDue = topic<RecurringPayload>('catalog.due_claim_checks_due', 1);
export const demandCountDue = topic<RecurringPayload>('demand.count_due', 1);
/** Once a day: windows of signals that have ended, and names that are not kept any more. */
export const projectRisksDue = topic<RecurringPayload>('vetting.project_risks_due', 1);
export const projectTiersDue = topic<RecurringPayload>('vetting.project_tiers_due', 1);
export const agedScoresDue = topic<RecurringPayload>('matching.aged_scores_due', 1);
export const abandonedFilesDue = topic<RecurringPayload>('inventory.abandoned_files_due', 1);
export const auditCheckpointDue = topic<RecurringPayload>('audit.checkpoint_due', 1);
