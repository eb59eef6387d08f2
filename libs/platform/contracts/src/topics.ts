import { approvalExpiryDue, approvalWaiting } from './approval.events.js';
import { claimExpiryDue, claimVerificationRequested } from './catalog.events.js';
import {
  erasureDue,
  mailAddressChanged,
  mailAddressEntered,
  memberInvited,
  organisationTransferExpiryDue,
  personErased,
  securityNoticeDue,
} from './identity.events.js';
import { uploadReceived } from './inventory.events.js';
import { milestoneDecided, milestoneReleased } from './milestone.events.js';
import { payeeProposed } from './need.events.js';
import { mailQueued } from './notification.events.js';
import { financeNoticeDue, operatorNoticeDue, operatorProposalExpiryDue } from './operator.events.js';
import {
  balanceExpiring,
  balanceExpiryDue,
  balancePaid,
  balanceReminderDue,
  paymentExpired,
  paymentSucceeded,
  refundAdopted,
  refundEnded,
  refundRequested,
  refundTaken,
  releasePartsPaid,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
} from './payment.events.js';
import {
  heldMoneyExpiring,
  heldMoneyReturned,
  holdExpiryDue,
  holdReminderDue,
  needFunded,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
} from './pledge.events.js';
import { auditCheckpointDue, forgetInvitationsDue } from './recurring.events.js';
import type { Topic } from './topic.js';

/** Every topic there is. A worker refuses to start when one of them has no consumer. */
export const TOPICS: readonly Topic<unknown>[] = [
  approvalExpiryDue,
  auditCheckpointDue,
  approvalWaiting,
  balanceExpiring,
  balanceExpiryDue,
  balancePaid,
  balanceReminderDue,
  claimExpiryDue,
  claimVerificationRequested,
  erasureDue,
  financeNoticeDue,
  forgetInvitationsDue,
  heldMoneyExpiring,
  heldMoneyReturned,
  holdExpiryDue,
  holdReminderDue,
  mailAddressChanged,
  mailAddressEntered,
  mailQueued,
  memberInvited,
  milestoneDecided,
  milestoneReleased,
  organisationTransferExpiryDue,
  personErased,
  needFunded,
  operatorNoticeDue,
  operatorProposalExpiryDue,
  payeeProposed,
  paymentExpired,
  paymentSucceeded,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
  refundAdopted,
  refundEnded,
  refundRequested,
  refundTaken,
  releasePartsPaid,
  securityNoticeDue,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
  uploadReceived,
];
