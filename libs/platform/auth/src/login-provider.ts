import * as openid from 'openid-client';
import type { LoginAttempt } from './login-attempts.repository.js';
import type { ExternalIdentity } from './principal-directory.js';

/** What every sign-in through somebody else has in common; made anew for each. */
export interface LoginRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
}

/** Somebody who vouches for people: an OpenID provider, or GitHub. */
export interface LoginProvider {
  readonly id: string;
  /** How people know it. */
  readonly label: string;
  /** Where the browser is sent. */
  addressFor(request: LoginRequest): Promise<URL>;
  /** Who came back, or null when the provider or the check of its answer refused. */
  identityOf(callback: URL, state: string, attempt: LoginAttempt): Promise<ExternalIdentity | null>;
}

const REFUSALS = [
  openid.AuthorizationResponseError,
  openid.ResponseBodyError,
  openid.WWWAuthenticateChallengeError,
  openid.ClientError,
];

/** Null for everything that openid-client refuses; a provider that cannot be reached stays an error of ours. */
export async function orRefused<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (REFUSALS.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

/** Plain HTTP only for the provider of local trials; in production the configuration demands https. */
export function localExceptions(isProduction: boolean): ((configuration: openid.Configuration) => void)[] {
  return isProduction ? [] : [openid.allowInsecureRequests];
}
