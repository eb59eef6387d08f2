import type { MessageCatalogue } from '#platform/kernel';

export const needsMessages = {
  'needs.notFound': 'There is no need with this id that you can see.',
  'needs.notOpen': 'This need does not take pledges: it is not published, or it is closed.',
  'needs.projectRequired':
    'Requests for co-maintainers are shown for one project at a time. Name a project, or look into the ranked needs of your organisation.',
  'needs.aboveGoal': 'This is more than what is still open ({open}). Pledge at most that.',
  'needs.hasPledges': 'There are pledges to this need. It can be cancelled when they have ended or were returned.',
  'needs.notOwner': 'Only the maintainer who posted this need can change it.',
  'needs.payeeNotFound': 'Nobody with this id is asked to be paid for this need. Look at its payees for who is.',
  'needs.hostNotOfProject':
    "This organisation does not keep the money of the project, so nothing can be paid to it on the project's behalf.",
  'needs.payeeTwice': 'Each payee can be named once. Give it one weight that is the sum.',
  'needs.payeesFixed': 'Who is paid can be changed until the need is published. Post another need for others.',
  'needs.payeesNotAccepted':
    'Not everybody who is named to be paid has agreed. Wait for them, or take out who declined, and publish then.',
} satisfies MessageCatalogue;
