import type { MessageCatalogue } from '#platform/kernel';

export const commitmentsMessages = {
  'commitments.tranchesNotFound': 'There is no commitment in tranches with this id that you can see.',
  'commitments.milestoneWithoutStart':
    'The maintainer has not said when "{title}" starts, so it cannot be paid just before. Ask, or pledge the amount at once.',
  'commitments.recurringNotFound': 'There is no recurring pledge with this id that you can see.',
  'commitments.noticeAgreed': 'A notice of {days} days was agreed, so this cannot end at once. Cancel without atOnce.',
} satisfies MessageCatalogue;
