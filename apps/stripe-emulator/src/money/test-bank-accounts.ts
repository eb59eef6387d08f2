import type { Decline } from './test-cards.js';

export type DebitType = 'sepa_debit' | 'us_bank_account';

/** What happens some days after a test bank account is debited. Numbers and tokens are Stripe's own. */
export interface TestBankAccount {
  readonly type: DebitType;
  readonly number: string;
  /** Null for the accounts that have no token. */
  readonly paymentMethod: string | null;
  /** Null for an account that pays. */
  readonly failure: Decline | null;
}

export const US_ROUTING_NUMBER = '110000000';
export const PAYING_US_ACCOUNT = '000123456789';
export const PAYING_IBAN = 'AT321904300235473204';

const us = (number: string, name: string, code?: string, message?: string): TestBankAccount => ({
  type: 'us_bank_account',
  number,
  paymentMethod: `pm_usBankAccount_${name}`,
  failure: code === undefined ? null : { code, declineCode: null, message: message ?? code },
});
const FAILED = {
  code: 'payment_intent_payment_attempt_failed',
  declineCode: null,
  message: 'The payment failed.',
} as const;
const iban = (number: string, failure: Decline | null = null): TestBankAccount => ({
  type: 'sepa_debit',
  number,
  paymentMethod: null,
  failure,
});

const ACCOUNTS: readonly TestBankAccount[] = [
  us(PAYING_US_ACCOUNT, 'success'),
  us('000111111116', 'noAccount', 'no_account', 'The bank account could not be located.'),
  us('000111111113', 'accountClosed', 'account_closed', 'The bank account has been closed.'),
  us('000222222227', 'insufficientFunds', 'insufficient_funds', 'The bank account has insufficient funds.'),
  us('000333333335', 'debitNotAuthorized', 'debit_not_authorized', 'The debit was not authorized.'),
  iban(PAYING_IBAN),
  iban('AT861904300235473202', FAILED),
  iban('DE89370400440532013000'),
  iban('DE62370400440532013001', FAILED),
];

/** The test account of a number or IBAN, spaces ignored; null for what is not one. */
export function testBankAccount(type: DebitType, number: string): TestBankAccount | null {
  const written = number.replace(/[\s-]/g, '').toUpperCase();
  return ACCOUNTS.find((account) => account.type === type && account.number === written) ?? null;
}

/** The test account behind a magic id such as `pm_usBankAccount_success`. */
export function magicBankAccount(paymentMethod: string): TestBankAccount | null {
  return ACCOUNTS.find((account) => account.paymentMethod === paymentMethod) ?? null;
}
