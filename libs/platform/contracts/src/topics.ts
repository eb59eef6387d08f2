import { approvalExpiryDue, approvalWaiting } from './approval.events.js';
import { claimExpiryDue, claimVerificationRequested } from './catalog.events.js';
import { hostingNoticeDue } from './hosting.events.js';
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
  amountsPayable,
  payoutFailed,
  recipientDisconnected,
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
import { auditCheckpointDue, forgetInvitationsDue, recipientAccountsDue } from './recurring.events.js';
import type { Topic } from './topic.js';

/** Every topic there is. A worker refuses to start when one of them has no consumer. */
export const TOPICS: readonly Topic<unknown>[] = [
  amountsPayable,
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
  hostingNoticeDue,
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
  payoutFailed,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
  refundAdopted,
  refundEnded,
  refundRequested,
  refundTaken,
  recipientAccountsDue,
  recipientDisconnected,
  releasePartsPaid,
  securityNoticeDue,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
  uploadReceived,
];
