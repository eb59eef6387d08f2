import type { MessageCatalogue } from '#platform/kernel';

export const commitmentsMessages = {
  'commitments.recurringNotFound': 'There is no recurring pledge with this id that you can see.',
  'commitments.noticeAgreed': 'A notice of {days} days was agreed, so this cannot end at once. Cancel without atOnce.',
} satisfies MessageCatalogue;
