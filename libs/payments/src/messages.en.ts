import type { MessageCatalogue } from '#platform/kernel';

export const paymentsMessages = {
  'payments.recipientExists': 'You have a payout account already. Ask for a new onboarding link instead.',
  'payments.recipientNotFound': 'You have no payout account yet. Start the onboarding first.',
  'payments.notFound': 'Your organisation, or the bank, waits for no payment with this id.',
  'payments.invoiceNotFound': 'Your organisation has no invoice with this id.',
  'payments.nothingOverpaid': 'Nothing was paid above this invoice that is not in your balance already.',
  'payments.savedMethodNotFound': 'Your organisation has no saved card.',
  'payments.savedMethodMissing': 'Your organisation has no saved card yet. Give one first, with savePaymentMethod.',
  'payments.nothingToRetry': 'This payment waits for no card: it was paid, has ended, or is paid in another way.',
  'payments.noOnboardingByBank':
    'Stripe does not pay to your country, so there is nothing to set up there: you are paid by bank. The operators ask you for your account when there is something to send.',
  'payments.bankDateInFuture': 'The bank cannot have booked this yet. Enter the day of the statement.',
  'payments.balanceDescription': 'Mainstay: balance for later pledges',
  'payments.bankEntryNotFound': 'There is no bank entry with this id.',
  'payments.bankEntryExists': 'This line of the statement was entered before, or what it pays has an entry already.',
  'payments.bankEntrySameOperator': 'Somebody else has to confirm this: not who entered it, and not who is paid by it.',
  'payments.bankAmountDiffers':
    'Exactly {expected} was waited for. Enter the money without the payment, into the balance of the organisation.',
  'payments.transferNotByBank': 'This transfer does not wait for a payment by bank.',
  'payments.waiting.account': 'The recipient has to finish the onboarding at Stripe.',
  'payments.waiting.coverage': 'Waiting until the balance at Stripe covers everything that is owed.',
  'payments.waiting.balance': 'Waiting for money to become available at Stripe.',
} satisfies MessageCatalogue;
