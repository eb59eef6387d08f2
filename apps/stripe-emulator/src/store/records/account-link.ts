/** A link to the hosted onboarding: single use and short lived. */
export interface AccountLinkRow {
  readonly accountId: string;
  /** The version of the API that made it: only one of v2 tells when it is used. */
  readonly version: 'v1' | 'v2';
  readonly useCase: 'account_onboarding' | 'account_update';
  readonly refreshUrl: string;
  readonly returnUrl: string | null;
  readonly expiresAtMs: number;
  readonly isUsed: boolean;
}
