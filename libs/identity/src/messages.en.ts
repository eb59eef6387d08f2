import type { MessageCatalogue } from '#platform/kernel';

export const identityMessages = {
  'identity.organisationNotFound': 'There is no organisation with this id that you belong to.',
  'identity.invitationNotFound': 'This invitation is unknown, used or expired. Ask for a new one.',
  'identity.alreadyMember': 'You are a member of this organisation already.',
  'identity.missingRole': 'This needs one of these roles in the organisation: {roles}.',
  'identity.tokenNotFound': 'There is no API token with this id that is yours.',
  'identity.invalidTokenLifetime': 'A token lives from 1 to {maximumDays} days.',
  'identity.invalidMailAddress': 'This is not a mail address such as name@example.org.',
  'identity.mailAddressTooSoon': 'You entered an address a moment ago. Try again in {seconds} seconds.',
  'identity.mailConfirmationNotFound': 'This link is unknown, used or too old. Enter your address again.',
  'identity.termsNotAccepted.giver':
    "Version {version} of the giver's terms is not accepted yet. An administrator of the organisation can accept it.",
  'identity.termsNotAccepted.receiver': "Read and accept version {version} of the receiver's terms first.",
  'identity.termsNotAccepted.programme':
    'Version {version} of the programme terms is not accepted yet. An administrator of the foundation can accept it.',
  'identity.termsNotFound':
    'There is no such text to accept here. Read the terms again, and accept them for an organisation or for yourself, as they say.',
} satisfies MessageCatalogue;
