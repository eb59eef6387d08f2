/**
 * Every lifecycle of the product: the constant, the lib whose index exports it, its source, the page that shows it,
 * and the table and constraint that keep its status.
 */
export const MACHINES = [
  {
    constant: 'NEED',
    lib: 'needs',
    source: 'libs/needs/src/need.states.ts',
    page: 'need.md',
    constraint: 'need_status',
  },
  {
    constant: 'PLEDGE',
    lib: 'pledges',
    source: 'libs/pledges/src/pledge.states.ts',
    page: 'pledge.md',
    constraint: 'pledge_status',
  },
  {
    constant: 'APPROVAL',
    lib: 'approvals',
    source: 'libs/approvals/src/approval.states.ts',
    page: 'approval.md',
    constraint: 'approval_request_status',
  },
  {
    constant: 'PAYMENT',
    lib: 'payments',
    source: 'libs/payments/src/payment.states.ts',
    page: 'payment.md',
    constraint: 'payment_status',
  },
  {
    constant: 'TRANSFER',
    lib: 'payments',
    source: 'libs/payments/src/transfer.states.ts',
    page: 'transfer.md',
    constraint: 'transfer_status',
  },
  {
    constant: 'MILESTONE',
    lib: 'milestones',
    source: 'libs/milestones/src/milestone.states.ts',
    page: 'milestone.md',
    constraint: 'milestone_status',
  },
  {
    constant: 'ERASURE',
    lib: 'identity',
    source: 'libs/identity/src/erasure.states.ts',
    page: 'erasure.md',
    constraint: 'erasure_status',
  },
  {
    constant: 'DELIVERY',
    lib: 'notifications',
    source: 'libs/notifications/src/delivery.states.ts',
    page: 'delivery.md',
    constraint: 'notification_delivery_status',
  },
  {
    constant: 'CLAIM',
    lib: 'catalog',
    source: 'libs/catalog/src/claim.states.ts',
    page: 'claim.md',
    constraint: 'project_claim_status',
  },
  {
    constant: 'ORGANISATION_TRANSFER',
    lib: 'identity',
    source: 'libs/identity/src/organisation-transfer.states.ts',
    page: 'organisation-transfer.md',
    constraint: 'organisation_transfer_status',
  },
  {
    constant: 'OPERATOR_PROPOSAL',
    lib: 'operators',
    source: 'libs/operators/src/operator-proposal.states.ts',
    page: 'operator-proposal.md',
    constraint: 'operator_proposal_status',
  },
];
