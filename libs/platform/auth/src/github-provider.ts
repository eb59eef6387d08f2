import * as openid from 'openid-client';
import type { LoginAttempt } from './login-attempts.repository.js';
import { localExceptions, orRefused, type LoginProvider, type LoginRequest } from './login-provider.js';
import type { ExternalIdentity } from './principal-directory.js';

export interface GithubSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where people sign in, and where the API answers. They differ at github.com and may be one at an own server. */
  readonly origin: string;
  readonly apiOrigin: string;
}

/**
 * GitHub's OAuth with state and PKCE, and the smallest scope that tells who somebody is. What is kept is the number of
 * the account: a login can be given up and taken by somebody else.
 */
export class GithubProvider implements LoginProvider {
  readonly id = 'github';
  readonly label = 'GitHub';
  private readonly client: openid.Configuration;

  constructor(
    private readonly settings: GithubSettings,
    isProduction: boolean,
  ) {
    const { origin, clientId, clientSecret } = settings;
    const server = {
      issuer: origin,
      authorization_endpoint: `${origin}/login/oauth/authorize`,
      token_endpoint: `${origin}/login/oauth/access_token`,
    };
    this.client = new openid.Configuration(server, clientId, clientSecret);
    for (const exception of localExceptions(isProduction)) exception(this.client);
  }

  addressFor({ redirectUri, state, codeChallenge }: LoginRequest): Promise<URL> {
    const url = openid.buildAuthorizationUrl(this.client, {
      redirect_uri: redirectUri,
      scope: 'read:user',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      state,
    });
    return Promise.resolve(url);
  }

  identityOf(callback: URL, state: string, attempt: LoginAttempt): Promise<ExternalIdentity | null> {
    return orRefused(async () => {
      const { access_token: token } = await openid.authorizationCodeGrant(this.client, callback, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: state,
      });
      const address = new URL('/user', this.settings.apiOrigin);
      const headers = new Headers({ Accept: 'application/vnd.github+json' });
      const response = await openid.fetchProtectedResource(this.client, token, address, 'GET', undefined, headers);
      return response.status === 200 ? this.identityFrom(await response.text()) : null;
    });
  }

  private identityFrom(text: string): ExternalIdentity | null {
    const user = parsed(text);
    if (!Number.isSafeInteger(user.id) || Number(user.id) <= 0) return null;
    const displayName = [user.name, user.login].find((name) => typeof name === 'string' && name !== '');
    return {
      issuer: this.settings.origin,
      subject: String(user.id),
      displayName: String(displayName ?? user.id).slice(0, 100),
      ...createdAt(user.created_at),
    };
  }
}

function createdAt(value: unknown): Pick<ExternalIdentity, 'accountCreatedAt'> {
  const date = typeof value === 'string' ? new Date(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? {} : { accountCreatedAt: date };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
