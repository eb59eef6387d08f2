import type { MessageCatalogue } from '#platform/kernel';

export const needsMessages = {
  'needs.notFound': 'There is no need with this id that you can see.',
  'needs.notOpen': 'This need does not take pledges: it is not published, or it is closed.',
  'needs.aboveGoal': 'This is more than what is still open ({open}). Pledge at most that.',
  'needs.hasPledges': 'There are pledges to this need. It can be cancelled when they have ended or were returned.',
  'needs.notOwner': 'Only the maintainer who posted this need can change it.',
} satisfies MessageCatalogue;
