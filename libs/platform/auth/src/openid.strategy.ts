import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { Strategy } from 'passport';
import { Config } from '#platform/config';
import { hashSecret, newSecret } from './secrets.js';
import { LoginAttempts } from './login-attempts.repository.js';
import { STATE_COOKIE, readCookie } from './cookies.js';
import { PrincipalDirectory } from './principal-directory.js';

export const CALLBACK_PATH = '/auth/callback';

/** What the controller hands to the strategy through Passport. */
export interface OpenIdOptions {
  readonly phase: 'start' | 'callback';
  readonly returnTo: string;
  /** Called with the state before the browser leaves, so that it can be bound to this browser by a cookie. */
  readonly rememberState: (state: string) => void;
}

export interface SignedIn {
  readonly sessionSecret: string;
  readonly returnTo: string;
}

/**
 * OpenID Connect with authorization code, PKCE (S256) and nonce. The state is bound to the browser by a cookie and is
 * used once; issuer, audience, signature and times of the ID token are checked by openid-client.
 */
@Injectable()
export class OpenIdStrategy extends Strategy {
  override readonly name = 'openid';
  private discovered: Promise<openid.Configuration> | null = null;

  constructor(
    private readonly config: Config,
    private readonly attempts: LoginAttempts,
    private readonly directory: PrincipalDirectory,
  ) {
    super();
  }

  override authenticate(request: IncomingMessage, options: OpenIdOptions): void {
    const step = options.phase === 'start' ? this.start(options) : this.finish(request);
    step.catch((error: unknown) => {
      this.error(error);
    });
  }

  private async start({ returnTo, rememberState }: OpenIdOptions): Promise<void> {
    const provider = await this.provider();
    const state = newSecret();
    const codeVerifier = openid.randomPKCECodeVerifier();
    const nonce = openid.randomNonce();
    await this.attempts.open(hashSecret(state), { codeVerifier, nonce, returnTo });
    rememberState(state);
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.callbackUrl(),
      scope: 'openid profile',
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    this.redirect(url.href);
  }

  private async finish(request: IncomingMessage): Promise<void> {
    const url = new URL(request.url ?? '', this.config.get('PUBLIC_URL'));
    const state = url.searchParams.get('state') ?? '';
    const cookie = readCookie(request.headers.cookie, STATE_COOKIE);
    if (cookie === null || !hashSecret(cookie).equals(hashSecret(state))) {
      this.fail('auth.foreignState');
      return;
    }
    const attempt = await this.attempts.take(hashSecret(state));
    if (!attempt) {
      this.fail('auth.expiredAttempt');
      return;
    }
    const claims = await this.exchange(url, state, attempt.codeVerifier, attempt.nonce);
    if (!claims) {
      this.fail('auth.providerRefused');
      return;
    }
    const sessionSecret = newSecret();
    const displayName = typeof claims.name === 'string' ? claims.name.slice(0, 100) : claims.sub;
    await this.directory.signIn(
      { issuer: claims.iss, subject: claims.sub, displayName },
      { secretHash: hashSecret(sessionSecret), userAgent: request.headers['user-agent'] },
    );
    this.success({ sessionSecret, returnTo: attempt.returnTo } satisfies SignedIn);
  }

  /** The claims of the ID token, or null when the provider or the check of its answer refused. */
  private async exchange(url: URL, state: string, codeVerifier: string, nonce: string): Promise<openid.IDToken | null> {
    const provider = await this.provider();
    try {
      const tokens = await openid.authorizationCodeGrant(provider, url, {
        pkceCodeVerifier: codeVerifier,
        expectedNonce: nonce,
        expectedState: state,
        idTokenExpected: true,
      });
      return tokens.claims() ?? null;
    } catch (error) {
      if (
        error instanceof openid.AuthorizationResponseError ||
        error instanceof openid.ResponseBodyError ||
        error instanceof openid.ClientError
      )
        return null;
      throw error;
    }
  }

  /** Discovery happens at the first sign-in and is kept; a failure is not, so that the next sign-in tries again. */
  private provider(): Promise<openid.Configuration> {
    this.discovered ??= openid
      .discovery(
        new URL(this.config.get('OPENID_ISSUER')),
        this.config.get('OPENID_CLIENT_ID'),
        this.config.get('OPENID_CLIENT_SECRET'),
        undefined,
        // Plain HTTP only for the provider of local trials; in production the configuration demands https.
        this.config.isProduction ? {} : { execute: [openid.allowInsecureRequests] },
      )
      .catch((error: unknown) => {
        this.discovered = null;
        throw error;
      });
    return this.discovered;
  }

  private callbackUrl(): string {
    return new URL(CALLBACK_PATH, this.config.get('PUBLIC_URL')).href;
  }
}
