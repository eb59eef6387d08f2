import type { MessageCatalogue } from '#platform/kernel';

export const operatorsMessages = {
  'operators.missingRight': 'This needs the right operator_admin, held before you began.',
  'operators.proposalNotFound': 'There is no proposal with this id that you can see or decide on.',
  'operators.grantNotFound': 'There is no right with this id that somebody holds now.',
  'operators.proposalOpen': 'This right is proposed for this person already. Decide on that proposal first.',
  'operators.rightHeld': 'This person holds the right already, without an end.',
  'operators.invalidTerm': 'Give the right an end: in the future, and at most {maximumDays} days from now.',
  'operators.proposalStale':
    'This proposal has run out, or whoever made it is an administrator of operators no longer. Propose it again.',
  'operators.lastAdmin':
    'There is always an administrator of operators. Propose the right for somebody else first, and have it approved.',
  'operators.exist':
    'There is an administrator of operators already: "mainstay admin list" shows who. Every further right is proposed by one of them and approved by a second person, in the API (proposeOperatorRight).',
} satisfies MessageCatalogue;
