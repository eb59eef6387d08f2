/** Which payout paid a balance transaction out; the id of the row is that of the transaction. */
export interface PayoutContentRow {
  readonly payoutId: string;
}

/** Which test value a bank account was made from. The wire object shows only the last four digits. */
export interface BankNumberRow {
  readonly number: string;
}
