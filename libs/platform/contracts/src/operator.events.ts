import { topic } from './topic.js';

/** A timer: a proposed right that nobody has decided on at this time is proposed no longer. */
export const operatorProposalExpiryDue = topic<{ proposalId: string }>('operators.proposal_expiry_due', 1);

/** What operators and the person concerned are told about the rights of operators. */
export type OperatorNotice = 'right_proposed' | 'right_granted' | 'right_revoked';

/** One for each reader. `subjectId` is the outside id of the proposal or of the right. */
export const operatorNoticeDue = topic<{ personId: string; notice: OperatorNotice; right: string; subjectId: string }>(
  'operators.notice_due',
  1,
);
