import type { MessageCatalogue } from '#platform/kernel';

export const openIdMessages = {
  'openid.title': 'Sign in to Mainstay',
  'openid.banner': 'Local sign-in, for trials only',
  'openid.intro': 'Anybody may be anybody here: no password is asked and no account has to exist.',
  'openid.people': 'Sign in as one of the people of the demo',
  'openid.anyone': 'Or sign in as somebody else',
  'openid.name': 'Name',
  'openid.nameHint': 'The same name is always the same account. At most {limit} characters.',
  'openid.submit': 'Sign in',
  'openid.invalidName': 'Enter a name of 1 to {limit} characters with at least one letter or digit.',
  'openid.errorTitle': 'This sign-in cannot go on',
  'openid.errorHelp': 'Go back to Mainstay and start again. Details for whoever set this up:',
  'openid.expired': 'This sign-in page is no longer valid, or was opened in another browser.',
  'openid.tooLarge': 'The form that was sent is too large.',
  'openid.methodNotAllowed': 'Only the form of this page can be sent here.',
} satisfies MessageCatalogue;
