/** One line of a session: what is bought, at which price, how often. */
export interface DraftLine {
  readonly id: string;
  readonly priceId: string;
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly quantity: number;
}

/** What a session was made with and its object does not show: needed when somebody pays. */
export interface CheckoutDraft {
  readonly lines: readonly DraftLine[];
  readonly paymentIntent: {
    readonly description: string | null;
    readonly metadata: Record<string, string>;
    readonly receiptEmail: string | null;
    readonly setupFutureUsage: 'off_session' | 'on_session' | null;
    readonly transferGroup: string | null;
  };
  readonly subscription: {
    readonly description: string | null;
    readonly metadata: Record<string, string>;
  };
}
