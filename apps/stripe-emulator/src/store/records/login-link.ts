/** A link to the dashboard of a connected account; the id of the row is its secret. */
export interface LoginLinkRow {
  readonly accountId: string;
  readonly expiresAtMs: number;
}
