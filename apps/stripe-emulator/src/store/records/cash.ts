/** How the cash of a customer is handled, by customer. */
export interface CashSettings {
  readonly mode: 'automatic' | 'manual';
  readonly isDefault: boolean;
}

/** The account a customer sends money to, by customer and kind of transfer: it never changes. */
export interface VirtualAccount {
  readonly number: string;
}
