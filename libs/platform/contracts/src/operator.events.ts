import { topic } from './topic.js';

/** A timer: a proposed right that nobody has decided on at this time is proposed no longer. */
export const operatorProposalExpiryDue = topic<{ proposalId: string }>('operators.proposal_expiry_due', 1);

/** What about money needs a person: a refund made outside, one that the books do not cover, one that came back, a line of the bank, what waits too long. */
export type FinanceNotice =
  'refund_outside' | 'refund_not_covered' | 'refund_kept' | 'bank_entry_waiting' | 'finding_new';

/** What operators and the person concerned are told about the rights of operators. */
export type OperatorNotice = 'right_proposed' | 'right_granted' | 'right_revoked' | 'claim_to_resolve' | FinanceNotice;

/** Every finance operator is told, but whoever did it. `subjectId` is an outside id. */
export const financeNoticeDue = topic<{ notice: FinanceNotice; subjectId: string; by: string | null }>(
  'operators.finance_notice_due',
  1,
);

/** One for each reader. `subjectId` is the outside id of the proposal or of the right. */
export const operatorNoticeDue = topic<{ personId: string; notice: OperatorNotice; right: string; subjectId: string }>(
  'operators.notice_due',
  1,
);
