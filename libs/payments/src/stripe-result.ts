export interface StripeResult {
  readonly id: string;
  readonly object: unknown;
}
