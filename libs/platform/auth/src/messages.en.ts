import type { MessageCatalogue } from '#platform/kernel';

export const authMessages = {
  'auth.invalidToken': 'This API token is not valid: it is unknown, expired, revoked or cut off. Create a new one.',
  'auth.foreignState': 'This sign-in was started in another browser, or its cookie was lost. Start again.',
  'auth.expiredAttempt': 'This sign-in has expired or was used already. Start again.',
  'auth.providerRefused': 'The provider did not confirm the sign-in. Start again.',
  'auth.passkeyRefused':
    'This passkey was not accepted: it is not known here, or its answer came too late. Start again.',
  'auth.unknownProvider': 'Nobody signs in here through this provider.',
} satisfies MessageCatalogue;
