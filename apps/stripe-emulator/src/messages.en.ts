import type { MessageCatalogue } from '#platform/kernel';

/** Every text of the hosted pages. */
export const emulatorMessages = {
  'page.banner': 'Simulated money. No card is charged and nobody is paid.',
  'page.notFound.title': 'Nothing here',
  'page.notFound.text': 'This page does not exist or is no longer open.',
  'checkout.title': 'Pay {amount}',
  'checkout.lines': 'What you pay for',
  'checkout.line': '{quantity} × {name}: {amount}',
  'checkout.total': 'Total',
  'checkout.email': 'E-mail',
  'checkout.card': 'Card number',
  'checkout.card.hint': 'Only test cards work: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined.',
  'checkout.pay': 'Pay {amount}',
  'checkout.decline': 'Pay with a card that is declined',
  'checkout.abandon': 'Leave without paying',
  'checkout.error.declined': 'The payment failed: {reason}',
  'checkout.error.unknownCard': 'This is not a test card. Real card numbers must not be entered here.',
  'checkout.closed.title': 'This checkout is closed',
  'checkout.closed.complete': 'It has been paid already.',
  'checkout.closed.expired': 'It has expired.',
  'checkout.abandoned.title': 'You left without paying',
  'checkout.abandoned.text': 'The checkout stays open until it expires.',
  'onboarding.title': 'Set up payouts for {name}',
  'onboarding.text': 'A real payment provider would ask for identity and bank details here. Nothing is collected.',
  'onboarding.bank': 'Bank account for payouts (test numbers only)',
  'onboarding.complete': 'Complete onboarding',
  'onboarding.leave': 'Leave without finishing',
  'onboarding.done.title': 'Onboarding is complete',
  'onboarding.done.text': 'You can close this page.',
} satisfies MessageCatalogue;
export type MessageKey = keyof typeof emulatorMessages;
