import type { MessageCatalogue } from '#platform/kernel';

export const approvalsMessages = {
  'approvals.separationOfDuties': 'You asked for this yourself, so somebody else has to approve it.',
  'approvals.stale': 'This has changed since the approval was asked for. Look at it again.',
  'approvals.alreadyDecided': 'You have decided on this already, or it is decided.',
} satisfies MessageCatalogue;
