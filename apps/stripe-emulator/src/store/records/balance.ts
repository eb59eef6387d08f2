/** The balance of one account in one currency, in minor units. Kept beside the transactions, so each proves the other. */
export interface BalanceRow {
  readonly currency: string;
  readonly available: number;
  readonly pending: number;
}
