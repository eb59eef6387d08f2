/** The stored outcome of the first request with a key. */
export interface IdempotencyRow {
  readonly requestHash: string;
  readonly status: number;
  readonly body: object;
  readonly requestId: string;
  readonly expiresAtMs: number;
}
