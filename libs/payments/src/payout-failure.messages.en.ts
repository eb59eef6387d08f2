import type { MessageCatalogue } from '#platform/kernel';

const BANK_DETAILS = 'Enter the bank account again at Stripe, or another one; the money is on your balance there.';
const ANOTHER = 'Enter another bank account at Stripe; the money is on your balance there.';

/** Stripe's codes of failed payouts in plain words, each with what to do. */
export const payoutFailureMessages = {
  'payments.payoutFailure.account_closed': `The bank account has been closed. ${ANOTHER}`,
  'payments.payoutFailure.account_frozen': `The bank account has been frozen. Ask your bank, or enter another one at Stripe.`,
  'payments.payoutFailure.bank_account_restricted': `The bank account does not take such payments. ${ANOTHER}`,
  'payments.payoutFailure.bank_ownership_changed': `The bank account belongs to another bank now. ${BANK_DETAILS}`,
  'payments.payoutFailure.could_not_process':
    'The bank could not process the payout. Ask your bank why, and enter the bank account again at Stripe.',
  'payments.payoutFailure.debit_not_authorized': `The bank account does not allow what Stripe needs. ${ANOTHER}`,
  'payments.payoutFailure.declined': 'The bank has declined the payout. Ask your bank why before anything else.',
  'payments.payoutFailure.incorrect_account_holder_address': `The address of the holder is not the one that the bank knows. ${BANK_DETAILS}`,
  'payments.payoutFailure.incorrect_account_holder_name': `The name of the holder is not the one that the bank knows. ${BANK_DETAILS}`,
  'payments.payoutFailure.incorrect_account_holder_tax_id': `The tax number of the holder is not the one that the bank knows. ${BANK_DETAILS}`,
  'payments.payoutFailure.insufficient_funds':
    'The balance at Stripe did not cover the payout. There is nothing to enter: Stripe pays out again when it does.',
  'payments.payoutFailure.invalid_account_number': `The number of the bank account is wrong. ${BANK_DETAILS}`,
  'payments.payoutFailure.invalid_currency': `The bank account does not take this currency. ${ANOTHER}`,
  'payments.payoutFailure.no_account': `The bank knows no such account: its number is probably wrong. ${BANK_DETAILS}`,
  'payments.payoutFailure.unsupported_card': `The card does not take payouts. ${ANOTHER}`,
  'payments.payoutFailure.other': `The bank did not take the payout. ${BANK_DETAILS}`,
} satisfies MessageCatalogue;
