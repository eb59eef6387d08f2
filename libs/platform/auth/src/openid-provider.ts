import * as openid from 'openid-client';
import type { LoginAttempt } from './login-attempts.repository.js';
import { localExceptions, orRefused, type LoginProvider, type LoginRequest } from './login-provider.js';
import type { ExternalIdentity } from './principal-directory.js';

/** OpenID Connect Core, section 2: a subject is no longer. */
const MAX_SUBJECT_LENGTH = 255;

export interface OpenIdSettings {
  readonly id: string;
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * OpenID Connect with authorization code, PKCE (S256) and nonce. Issuer, audience, signature and times of the ID token
 * are checked by openid-client.
 */
export class OpenIdProvider implements LoginProvider {
  readonly id: string;
  readonly label: string;
  private discovered: Promise<openid.Configuration> | null = null;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly isProduction: boolean,
  ) {
    this.id = settings.id;
    this.label = settings.label;
  }

  async addressFor({ redirectUri, state, nonce, codeChallenge }: LoginRequest): Promise<URL> {
    return openid.buildAuthorizationUrl(await this.provider(), {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      state,
      nonce,
    });
  }

  async identityOf(callback: URL, state: string, attempt: LoginAttempt): Promise<ExternalIdentity | null> {
    const provider = await this.provider();
    const claims = await orRefused(async () => {
      const tokens = await openid.authorizationCodeGrant(provider, callback, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedNonce: attempt.nonce,
        expectedState: state,
        idTokenExpected: true,
      });
      return tokens.claims() ?? null;
    });
    // An empty subject passes the library, and would be one account for everybody without a name.
    if (!claims || claims.sub === '' || claims.sub.length > MAX_SUBJECT_LENGTH) return null;
    const displayName = typeof claims.name === 'string' && claims.name !== '' ? claims.name : claims.sub;
    return { issuer: claims.iss, subject: claims.sub, displayName: displayName.slice(0, 100) };
  }

  /** Discovery happens at the first sign-in and is kept; a failure is not, so that the next sign-in tries again. */
  private provider(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    // Signatures of ID tokens are left unchecked by default, since they come over TLS. We ask for the check: then a
    // proxy in between, or a token endpoint that passes on what others say, cannot vouch for anybody.
    const execute = [openid.enableNonRepudiationChecks, ...localExceptions(this.isProduction)];
    this.discovered ??= openid
      .discovery(new URL(issuer), clientId, clientSecret, undefined, { execute })
      .catch((error: unknown) => {
        this.discovered = null;
        throw error;
      });
    return this.discovered;
  }
}
