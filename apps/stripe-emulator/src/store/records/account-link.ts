/** A link to the hosted onboarding: single use and short lived. */
export interface AccountLinkRow {
  readonly accountId: string;
  readonly useCase: 'account_onboarding' | 'account_update';
  readonly refreshUrl: string;
  readonly returnUrl: string | null;
  readonly expiresAtMs: number;
  readonly isUsed: boolean;
}
