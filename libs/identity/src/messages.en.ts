import type { MessageCatalogue } from '#platform/kernel';

export const identityMessages = {
  'identity.organisationNotFound': 'There is no organisation with this id that you belong to.',
  'identity.invitationNotFound': 'This invitation is unknown, used or expired. Ask for a new one.',
  'identity.alreadyMember': 'You are a member of this organisation already.',
  'identity.missingRole': 'This needs one of these roles in the organisation: {roles}.',
  'identity.tokenNotFound': 'There is no API token with this id that is yours.',
  'identity.invalidTokenLifetime': 'A token lives from 1 to {maximumDays} days.',
  'identity.sessionNotFound': 'There is no open session with this id that is yours.',
} satisfies MessageCatalogue;
