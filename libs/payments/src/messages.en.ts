import type { MessageCatalogue } from '#platform/kernel';

export const paymentsMessages = {
  'payments.recipientExists': 'You have a payout account already. Ask for a new onboarding link instead.',
  'payments.recipientNotFound': 'You have no payout account yet. Start the onboarding first.',
  'payments.waiting.account': 'The recipient has to finish the onboarding at Stripe.',
  'payments.waiting.coverage': 'Waiting until the balance at Stripe covers everything that is owed.',
  'payments.waiting.balance': 'Waiting for money to become available at Stripe.',
} satisfies MessageCatalogue;
