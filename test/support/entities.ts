/** The mapped classes; the libraries keep them to themselves, so only the test of the schema reaches for them. */
export { Claim } from '../../libs/catalog/src/claim.entity.js';
export { ApprovalRequest } from '../../libs/approvals/src/approval-request.entity.js';
export { HostAgreement } from '../../libs/hosting/src/host-agreement.entity.js';
export { ProjectPayout } from '../../libs/hosting/src/project-payout.entity.js';
export { Erasure } from '../../libs/identity/src/erasure.entity.js';
export { OrganisationTransfer } from '../../libs/identity/src/organisation-transfer.entity.js';
export { Milestone } from '../../libs/milestones/src/milestone.entity.js';
export { ReviewFee } from '../../libs/milestones/src/review-fee.entity.js';
export { ReviewPoolGift } from '../../libs/milestones/src/review-pool-gift.entity.js';
export { Need } from '../../libs/needs/src/need.entity.js';
export { OperatorProposal } from '../../libs/operators/src/operator-proposal.entity.js';
export { BankEntry } from '../../libs/payments/src/bank-entry.entity.js';
export { ConnectedPayout } from '../../libs/payments/src/connected-payout.entity.js';
export { Payment } from '../../libs/payments/src/payment.entity.js';
export { RecipientAccount } from '../../libs/payments/src/recipient-account.entity.js';
export { Transfer } from '../../libs/payments/src/transfer.entity.js';
export { Pledge } from '../../libs/pledges/src/pledge.entity.js';
