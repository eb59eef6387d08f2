/** Which test card a payment method was made from. The wire object shows only the last four digits. */
export interface CardRow {
  readonly number: string;
}
