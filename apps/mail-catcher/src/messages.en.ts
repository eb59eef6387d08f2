import type { MessageCatalogue } from '#platform/kernel';

export const mailCatcherMessages = {
  'mail.title': 'Mail of this trial',
  'mail.intro': 'Nothing was sent to anybody. The newest mail comes first; load the page again for more.',
  'mail.empty': 'There is no mail yet.',
  'mail.to': 'To: {to}',
} satisfies MessageCatalogue;
