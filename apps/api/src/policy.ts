import { auditPolicy } from '#libs/audit/graphql';
import { budgetsPolicy } from '#libs/budgets/graphql';
import { catalogPolicy } from '#libs/catalog/graphql';
import { commitmentsPolicy } from '#libs/commitments/graphql';
import { demandPolicy } from '#libs/demand/graphql';
import { hostingPolicy } from '#libs/hosting/graphql';
import { identityPolicy } from '#libs/identity/graphql';
import { inventoryPolicy } from '#libs/inventory/graphql';
import { matchingPolicy } from '#libs/matching/graphql';
import { milestonesPolicy } from '#libs/milestones/graphql';
import { needsPolicy } from '#libs/needs/graphql';
import { notificationsPolicy } from '#libs/notifications/graphql';
import { offersPolicy } from '#libs/offers/graphql';
import { operatorsPolicy } from '#libs/operators/graphql';
import { paymentsPolicy } from '#libs/payments/graphql';
import { pledgesPolicy } from '#libs/pledges/graphql';
import { statementsPolicy } from '#libs/statements/graphql';
import { vettingPolicy } from '#libs/vetting/graphql';
import {
  graphqlPolicy,
  mergePolicies,
  type ProtectedArguments,
  type Protection,
  type ProtectionTable,
} from '#platform/graphql';

/** The one policy: a rule for every field of every type. */
export const POLICY = mergePolicies(
  graphqlPolicy,
  auditPolicy,
  budgetsPolicy,
  catalogPolicy,
  commitmentsPolicy,
  demandPolicy,
  hostingPolicy,
  identityPolicy,
  inventoryPolicy,
  matchingPolicy,
  milestonesPolicy,
  needsPolicy,
  notificationsPolicy,
  offersPolicy,
  operatorsPolicy,
  paymentsPolicy,
  pledgesPolicy,
  statementsPolicy,
  vettingPolicy,
);

/** Approvals and acceptances: confirmed with a passkey, and refused for a week after a change of authenticators. */
const DECISION: Protection = { passkey: 'always', decision: true };
const ALWAYS: Protection = { passkey: 'always' };
/** The first passkey has nothing to be confirmed with; everything after it has. */
const ONCE_ENROLLED: Protection = { passkey: 'onceEnrolled' };

const WRITING_SCOPE: ProtectedArguments = {
  text: 'a scope that writes',
  holds: ({ scopes }) => names(scopes).some((scope) => !/\bread$/.test(scope)),
};
const ROLE_OF_WEIGHT: ProtectedArguments = {
  text: 'a role other than MEMBER',
  holds: ({ roles }) => names(roles).some((role) => role !== 'member'),
};

/**
 * What has to be confirmed with a passkey, over exactly the arguments that arrive. A new line needs nothing else but an
 * input that extends SteppedUpInput.
 */
export const PROTECTED: ProtectionTable = {
  'Mutation.acceptMilestone': DECISION,
  'Mutation.approveAllocationRun': DECISION,
  'Mutation.approvePledge': DECISION,
  'Mutation.approveRecurringPledge': DECISION,
  'Mutation.approveTrancheCommitment': DECISION,
  // Somebody acts for a project from then on.
  'Mutation.confirmClaim': DECISION,
  'Mutation.resolveClaim': DECISION,
  'Mutation.consentToRoleRequest': DECISION,
  'Mutation.grantRole': DECISION,
  'Mutation.sponsorRole': DECISION,
  'Mutation.reviewRoleRequest': DECISION,
  'Mutation.objectToRole': DECISION,
  'Mutation.voteOnRole': DECISION,
  'Mutation.acceptRole': DECISION,
  'Mutation.provisionRole': DECISION,
  'Mutation.reportRoleProbation': DECISION,
  'Mutation.confirmRoleProbation': DECISION,
  'Mutation.missRoleProbation': DECISION,
  'Mutation.confirmRoleRecertification': DECISION,
  'Mutation.confirmRoleReturn': DECISION,
  'Mutation.confirmRoleSuspension': DECISION,
  'Mutation.clearRoleHold': DECISION,
  'Mutation.clearRiskSignal': DECISION,
  'Mutation.decideOnPoolMember': DECISION,
  'Mutation.recordRoleWork': DECISION,
  'Mutation.formAppealPanel': DECISION,
  'Mutation.voteOnAppeal': DECISION,
  'Mutation.declineRole': ALWAYS,
  'Mutation.proposeRoleRemoval': DECISION,
  'Mutation.voteOnRoleRemoval': DECISION,
  'Mutation.submitRoleRequest': ALWAYS,
  // What a request has to pass, for everybody who asks from then on.
  'Mutation.stateProjectContext': ALWAYS,
  'Mutation.chooseStricterTier': ALWAYS,
  'Mutation.proposeLowerTier': ALWAYS,
  'Mutation.consentToLowerTier': DECISION,
  'Mutation.vouchFor': ALWAYS,
  // Money flows again that nobody wanted to flow.
  'Mutation.resumeRecurringPledge': ALWAYS,
  'Mutation.keepRecurringPledge': ALWAYS,
  'Mutation.approveOperatorRight': DECISION,
  'Mutation.proposeOperatorRight': ALWAYS,
  'Mutation.revokeOperatorRight': ALWAYS,
  'Mutation.startRecipientOnboarding': ALWAYS,
  'Mutation.renewOnboardingLink': ALWAYS,
  'Mutation.setNeedPayees': ALWAYS,
  // Who gets the invoices of others can put another account on them.
  'Mutation.setBillingDetails': ALWAYS,
  'Mutation.setHostTerms': ALWAYS,
  'Mutation.decideHostApplication': DECISION,
  'Mutation.leaveHost': ALWAYS,
  'Mutation.confirmLeavingHost': DECISION,
  'Mutation.requestProjectPayout': ALWAYS,
  'Mutation.approveProjectPayout': DECISION,
  'Mutation.approveReviewPoolGift': DECISION,
  'Mutation.enterBankReceipt': ALWAYS,
  'Mutation.enterBankPayout': ALWAYS,
  'Mutation.confirmBankEntry': DECISION,
  'Mutation.createApiToken': { ...ALWAYS, when: WRITING_SCOPE },
  'Mutation.inviteMember': { ...ALWAYS, when: ROLE_OF_WEIGHT },
  'Mutation.inviteMemberByMail': { ...ALWAYS, when: ROLE_OF_WEIGHT },
  'Mutation.changeMemberRoles': ALWAYS,
  'Mutation.removeMember': ALWAYS,
  'Mutation.proposeOrganisationTransfer': ALWAYS,
  'Mutation.acceptOrganisationTransfer': ALWAYS,
  // How many people have to approve is a limit like any other.
  'Mutation.setApprovalRules': ALWAYS,
  'Mutation.addPasskey': { ...ONCE_ENROLLED, recoverable: true },
  'Mutation.removePasskey': { ...ONCE_ENROLLED, recoverable: true },
  'Mutation.createRecoveryCodes': ALWAYS,
  'Mutation.beginIdentityLink': ONCE_ENROLLED,
  'Mutation.unlinkIdentity': ONCE_ENROLLED,
  // A job that is trusted can upload like the holder of a token.
  'Mutation.registerTrustedWorkload': ALWAYS,
  'Mutation.revokeOtherSessions': ONCE_ENROLLED,
  'Mutation.requestErasure': ONCE_ENROLLED,
};

function names(list: unknown): string[] {
  return (list as string[]).map(String);
}
