/** What an invoice was made with, or went through, and its object does not show. */
export interface InvoiceFacts {
  /** Counted from the finalization; null when the due date was given, or there is none. */
  readonly daysUntilDue: number | null;
  /** How many of the automatic retries are behind it. */
  readonly retries: number;
  /** The payment method whose holder has to authenticate: it is not tried again without them. */
  readonly refusedMethod: string | null;
}
