import { approvalExpiryDue, approvalWaiting } from './approval.events.js';
import { claimExpiryDue, claimVerificationRequested } from './catalog.events.js';
import {
  billingDetailsChanged,
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
import { operatorNoticeDue, operatorProposalExpiryDue } from './operator.events.js';
import {
  invoiceVoidDue,
  payerNoticeDue,
  paymentExpired,
  paymentGivenUp,
  paymentSucceeded,
  releasePartsPaid,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
} from './payment.events.js';
import { needFunded, pledgeLapseDue, pledgePaid, pledgePaymentRequested, pledgeSubmitted } from './pledge.events.js';
import { auditCheckpointDue, forgetInvitationsDue } from './recurring.events.js';
import type { Topic } from './topic.js';

/** Every topic there is. A worker refuses to start when one of them has no consumer. */
export const TOPICS: readonly Topic<unknown>[] = [
  approvalExpiryDue,
  auditCheckpointDue,
  approvalWaiting,
  billingDetailsChanged,
  claimExpiryDue,
  claimVerificationRequested,
  erasureDue,
  forgetInvitationsDue,
  invoiceVoidDue,
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
  payerNoticeDue,
  paymentExpired,
  paymentGivenUp,
  paymentSucceeded,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
  releasePartsPaid,
  securityNoticeDue,
  stripeCallRequested,
  stripeEventReceived,
  transfersDue,
  uploadReceived,
];
