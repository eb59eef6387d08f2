/** What a subscription went through and its object does not show. */
export interface SubscriptionFacts {
  /** Counts the periods since the anchor, so that a month that began on the 31st comes back to it. */
  readonly periods: number;
  /** Whether the payment method of the first payment becomes the default. */
  readonly savesMethod: boolean;
}
