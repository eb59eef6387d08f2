import { approvalExpiryDue } from './approval.events.js';
import { claimExpiryDue, claimVerificationRequested } from './catalog.events.js';
import { organisationTransferExpiryDue } from './identity.events.js';
import { uploadReceived } from './inventory.events.js';
import { milestoneReleased } from './milestone.events.js';
import {
  paymentExpired,
  paymentSucceeded,
  stripeCallRequested,
  stripeEventReceived,
  transferConfirmed,
  transfersDue,
} from './payment.events.js';
import { pledgeLapseDue, pledgePaid, pledgePaymentRequested, pledgeSubmitted } from './pledge.events.js';
import { auditCheckpointDue } from './recurring.events.js';
import type { Topic } from './topic.js';

/** Every topic there is. A worker refuses to start when one of them has no consumer. */
export const TOPICS: readonly Topic<unknown>[] = [
  approvalExpiryDue,
  auditCheckpointDue,
  claimExpiryDue,
  claimVerificationRequested,
  milestoneReleased,
  organisationTransferExpiryDue,
  paymentExpired,
  paymentSucceeded,
  pledgeLapseDue,
  pledgePaid,
  pledgePaymentRequested,
  pledgeSubmitted,
  stripeCallRequested,
  stripeEventReceived,
  transferConfirmed,
  transfersDue,
  uploadReceived,
];
