import type { MessageCatalogue } from '#platform/kernel';

export const identityMessages = {
  'identity.organisationNotFound': 'There is no organisation with this id that you belong to.',
  'identity.invitationNotFound': 'This invitation is unknown, used or expired. Ask for a new one.',
  'identity.alreadyMember': 'You are a member of this organisation already.',
  'identity.memberNotFound': 'This person is not a member of the organisation.',
  'identity.personNotFound': 'There is no person with this id.',
  'identity.lastAdmin':
    'An organisation keeps an administrator. Give the role to somebody else first, or hand the organisation over.',
  'identity.alreadyAdmin': 'This is your organisation already. Name another person.',
  'identity.transferUnderWay': 'The organisation is offered to somebody already. Withdraw that offer first.',
  'identity.transferNotFound':
    "There is no offer with this id that you can answer: it is another person's, or whoever made it is an administrator no longer.",
  'identity.missingRole': 'This needs one of these roles in the organisation: {roles}.',
  'identity.tokenNotFound': 'There is no API token with this id that is yours.',
  'identity.invalidTokenLifetime': 'A token lives from 1 to {maximumDays} days.',
} satisfies MessageCatalogue;
