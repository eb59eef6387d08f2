import type { MessageCatalogue } from '#platform/kernel';

export const approvalsMessages = {
  'approvals.separationOfDuties': 'You asked for this yourself, so somebody else has to approve it.',
  'approvals.approverBenefits': 'You gain by this, so somebody else has to approve it.',
  'approvals.roleTooYoung':
    'Your role was given to you after this was asked for. Somebody who had it before has to approve.',
  'approvals.duplicateRule': 'Two rules begin at the same amount. Keep one of them.',
  'approvals.stale': 'This has changed since the approval was asked for. Look at it again.',
  'approvals.alreadyDecided': 'You have decided on this already, or it is decided.',
} satisfies MessageCatalogue;
