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
  'identity.invalidVatId':
    'This is no VAT id of the European Union, the United Kingdom, Switzerland or Norway. Begin with the letters of its country, or leave it out.',
  'identity.billingDetailsMissing':
    'Nobody has said to whom invoices of this organisation go. Somebody with FINANCE or ADMIN enters the billing details first.',
  'identity.missingRole': 'This needs one of these roles in the organisation: {roles}.',
  'identity.tokenNotFound': 'There is no API token with this id that is yours.',
  'identity.invalidTokenLifetime': 'A token lives from 1 to {maximumDays} days.',
  'identity.sessionNotFound': 'There is no open session with this id that is yours.',
  'identity.lastWayIn': 'This is the last way in which you can sign in. Add another one first.',
  'identity.stepUpRequired':
    'Confirm this with a passkey: call beginStepUp with the same arguments, let the browser ask your passkey, and send the call again with its answer in stepUp.',
  'identity.stepUpNeedsPasskey':
    'This has to be confirmed with a passkey, and you have none. Add one with beginPasskeyRegistration and addPasskey.',
  'identity.stepUpInvalid':
    'This confirmation does not fit: it was used, has expired, or was given for other arguments or an older state. Begin again.',
  'identity.stepUpUnknownAction': 'These arguments cannot be confirmed: {reason}.',
  'identity.decisionsPaused':
    'Your passkeys or ways of signing in changed. For seven days you approve and accept nothing; it works again from {until} on.',
  'identity.passkeyInvalid':
    'This passkey cannot be kept: the answer has expired, was used, or is known already. Begin again.',
  'identity.passkeyNotFound': 'There is no passkey with this id that is yours.',
  'identity.tooManyPasskeys': 'You have {limit} passkeys, and more are not kept. Remove one first.',
  'identity.recoveryCodeInvalid': 'This recovery code is unknown, used or replaced.',
  'identity.workloadNotFound': 'There is no trusted workload with this id in an organisation of yours.',
  'identity.invalidDomain': 'This is no domain. Write it as acme.example, without https:// and without a path.',
  'identity.domainExists': 'Your organisation has this domain in its list already.',
  'identity.domainNotFound': 'There is no domain with this id in an organisation of yours.',
  'identity.invalidWorkload': 'This workload cannot be trusted: look at its {field}.',
  'identity.identityNotFound': 'There is no linked account with this id that is yours.',
  'identity.identityTaken':
    'This account belongs to another person here. Sign in with it and unlink it there first; accounts are never joined.',
  'identity.unknownProvider': 'Nobody signs in here through this provider. The query signInProviders lists them.',
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
  'identity.erasure.last_admin':
    'You are the only administrator of an organisation. Hand it over or name another one, and ask again.',
  'identity.erasure.open_need':
    'You have a need that is open, or work that is paid for and not finished. Close the need and finish the work, and ask again.',
  'identity.erasure.open_review': 'You have taken a review. Decide it or step back from it, and ask again.',
  'identity.erasure.money_owed': 'Money is on its way to you. Ask again when it has arrived.',
  'identity.erasure.operator_right':
    'You hold a right over this installation. Have it revoked, or revoke it yourself, and ask again.',
  'identity.erasureUnderWay': 'You have asked for it already. You can take it back until it is due.',
  'identity.erasureNotFound': 'There is no erasure of yours that can be taken back.',
} satisfies MessageCatalogue;
