/** A stay in the billing portal; the id of the row is its secret. */
export interface PortalSessionRow {
  readonly customer: string;
  readonly expiresAtMs: number;
  readonly returnUrl: string;
}
