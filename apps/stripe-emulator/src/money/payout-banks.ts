/** What becomes of a payout to a test bank account. The numbers are Stripe's own. */
export interface PayoutBank {
  readonly number: string;
  /** Why the bank does not take the money; null when it does. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Whether the bank says so only after the payout was taken for paid. */
  readonly failsLate: boolean;
}

const takes = (number: string): PayoutBank => ({ number, failure: null, failsLate: false });
const refuses = (number: string, code: string, message: string, failsLate = false): PayoutBank => ({
  number,
  failure: { code, message },
  failsLate,
});

export const GOOD_BANK = '000123456789';
const BANKS: readonly PayoutBank[] = [
  takes(GOOD_BANK),
  takes('AT321904300235473204'),
  takes('DE89370400440532013000'),
  takes('GB82WEST12345698765432'),
  refuses('000111111116', 'no_account', 'The bank account details on file are probably incorrect.'),
  refuses('000111111113', 'account_closed', 'The bank account has been closed.', true),
  refuses('000222222227', 'insufficient_funds', 'Your Stripe account has insufficient funds to cover the payout.'),
  refuses('000333333335', 'debit_not_authorized', 'Debit transactions are not approved on your bank account.'),
  refuses('AT861904300235473202', 'no_account', 'The bank account details on file are probably incorrect.'),
];

/** The test bank account of a number, spaces ignored; null for others: no real one is taken here. */
export function payoutBank(number: string): PayoutBank | null {
  const digits = number.replace(/\s/g, '').toUpperCase();
  return BANKS.find((bank) => bank.number === digits) ?? null;
}
