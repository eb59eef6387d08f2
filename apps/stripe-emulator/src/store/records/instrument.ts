/** Which test value a payment method was made from. The wire object shows only the last four digits. */
export interface InstrumentRow {
  /** Card number, account number or IBAN; empty for a bank transfer. */
  readonly number: string;
  /** Whether its holder has agreed to later payments without being there. */
  readonly isSetUp: boolean;
  /** Whether it has been used without a customer, after which it cannot be used again. */
  readonly isSpent: boolean;
}
