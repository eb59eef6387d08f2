import type { MessageCatalogue } from '#platform/kernel';

export const apiMessages = {
  'api.simulatedMoney': 'Simulated money: nothing here moves real money.',
  'api.home.title': 'Mainstay',
  'api.home.text': 'Funding and support for the maintainers of what you ship.',
  'api.home.graphiql': 'Try the API in GraphiQL',
  'api.home.signIn': 'Sign in',
  'api.home.signInWith': 'Sign in through {provider}',
  'api.home.signedIn': 'You are signed in.',
  'api.home.signOut': 'Sign out',
  'api.page.payment.done': 'Thank you. The payment is on its way; the pledge shows when it has arrived.',
  'api.page.payment.abandoned': 'Nothing was paid. You can open the Checkout of the pledge again.',
  'api.page.onboarding.done': 'Thank you. Your account is being checked; its state shows in your recipient account.',
  'api.page.onboarding.refresh': 'This link has ended. Ask for a new one with the mutation renewOnboardingLink.',
  'api.exchange.unsupported_grant_type':
    'Send a form with the grant type urn:ietf:params:oauth:grant-type:token-exchange.',
  'api.exchange.invalid_request':
    'This token was not accepted: it has to be fresh, made for this address as its only audience, used once, and of a job that an organisation has registered.',
  'api.page.mailAddress.ask': 'Confirm that mail of Mainstay may be sent to this address.',
  'api.page.mailAddress.confirm': 'Confirm',
  'api.page.mailAddress.done': 'Thank you. Your address is confirmed.',
  'api.page.invitation.ask': 'You are invited to an organisation.',
  'api.page.invitation.accept': 'Accept the invitation',
  'api.page.invitation.signIn': 'Sign in to accept it',
  'api.page.invitation.done': 'Thank you. You are a member of the organisation now.',
  'api.notFound': 'There is nothing at this address.',
  'api.tooLarge': 'The request is larger than {limit} bytes.',
  'api.unsupportedMedia': 'This content type is not taken here.',
  'api.badSignature': 'The signature does not fit.',
  'api.unavailable': 'The service cannot answer at the moment. Try again in a minute.',
} satisfies MessageCatalogue;
