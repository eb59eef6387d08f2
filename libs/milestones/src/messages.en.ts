import type { MessageCatalogue } from '#platform/kernel';

export const milestonesMessages = {
  'milestones.notFound': 'There is no milestone with this id that you can see.',
  'milestones.done': 'This milestone was handed in or cancelled, so its start cannot move.',
  'milestones.planDoesNotSum': 'The milestones sum to {sum}, and the goal of the need is {goal}. Make them equal.',
  'milestones.notFullyFunded': 'The milestone is not fully funded yet.',
  'milestones.conflict.payee': 'You are paid for this milestone, so somebody else has to review it.',
  'milestones.conflict.payer': 'Your organisation pays for this milestone, so somebody else has to review it.',
  'milestones.conflict.not_reviewer': 'Reviews are done by people with the role REVIEWER in a foundation.',
  'milestones.conflict.other_reviewer': 'Somebody else has taken this review.',
  'milestones.evidenceNotReady': 'This upload is not yours, is not evidence, or has not arrived yet.',
  'milestones.embargoDate': 'An embargo ends in the future, and at most {days} days from now.',
  'milestones.evidenceReused':
    'The same file was submitted as evidence before. Each milestone needs evidence of its own.',
  'milestones.giftNotFound': 'There is no gift with this id that your organisation has asked for.',
  'milestones.notPoolGiver': 'The pool is fed by companies and foundations.',
  'milestones.notPayee': 'Only the maintainer who posted the need can do this.',
} satisfies MessageCatalogue;
