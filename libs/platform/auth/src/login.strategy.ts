import type { IncomingMessage } from 'node:http';
import * as openid from 'openid-client';
import { Strategy } from 'passport';
import { Config } from '#platform/config';
import { DomainError, type Id } from '#platform/kernel';
import { STATE_COOKIE, readCookie, sessionCookieName } from './cookies.js';
import { LoginAttempts, type LoginAttempt } from './login-attempts.repository.js';
import type { LoginProvider } from './login-provider.js';
import type { ExternalIdentity, PrincipalDirectory } from './principal-directory.js';
import { hashSecret, newSecret } from './secrets.js';

/** What the controller hands to the strategy through Passport. */
export interface LoginOptions {
  readonly phase: 'start' | 'callback';
  readonly returnTo: string;
  /** The session that gets another way in; null for a sign-in. */
  readonly linkSessionId: Id<'ses'> | null;
  /** Called with the state before the browser leaves, so that it can be bound to this browser by a cookie. */
  readonly rememberState: (state: string) => void;
}

export interface SignedIn {
  /** Null when an identity was linked to the session that was there. */
  readonly sessionSecret: string | null;
  readonly returnTo: string;
}

/**
 * Sign-in through one provider. The state is bound to the browser by a cookie, belongs to one provider, and is used
 * once. Each provider comes back to an address of its own, so that the answer of one is never taken for another's.
 */
export class LoginStrategy extends Strategy {
  override readonly name: string;

  constructor(
    private readonly provider: LoginProvider,
    private readonly config: Config,
    private readonly attempts: LoginAttempts,
    private readonly directory: PrincipalDirectory,
  ) {
    super();
    this.name = strategyName(provider.id);
  }

  override authenticate(request: IncomingMessage, options: LoginOptions): void {
    const step = options.phase === 'start' ? this.start(options) : this.finish(request);
    step.catch((error: unknown) => {
      this.error(error);
    });
  }

  private async start({ returnTo, linkSessionId, rememberState }: LoginOptions): Promise<void> {
    const state = newSecret();
    const attempt = { codeVerifier: openid.randomPKCECodeVerifier(), nonce: openid.randomNonce() };
    const address = await this.provider.addressFor({
      redirectUri: this.callbackUrl(),
      state,
      nonce: attempt.nonce,
      codeChallenge: await openid.calculatePKCECodeChallenge(attempt.codeVerifier),
    });
    await this.attempts.open(hashSecret(state), { ...attempt, returnTo, provider: this.provider.id, linkSessionId });
    rememberState(state);
    this.redirect(address.href);
  }

  private async finish(request: IncomingMessage): Promise<void> {
    const callback = new URL(request.url ?? '', this.config.get('PUBLIC_URL'));
    const state = callback.searchParams.get('state') ?? '';
    const cookie = readCookie(request.headers.cookie, STATE_COOKIE);
    if (cookie === null || !hashSecret(cookie).equals(hashSecret(state))) {
      this.fail('auth.foreignState');
      return;
    }
    const attempt = await this.attempts.take(hashSecret(state));
    if (attempt?.provider !== this.provider.id) {
      this.fail('auth.expiredAttempt');
      return;
    }
    const identity = await this.provider.identityOf(callback, state, attempt);
    if (identity) await this.admit(request, identity, attempt);
    else this.fail('auth.providerRefused');
  }

  private async admit(request: IncomingMessage, identity: ExternalIdentity, attempt: LoginAttempt): Promise<void> {
    const { returnTo, linkSessionId } = attempt;
    if (linkSessionId !== null) {
      await this.link(request, identity, linkSessionId, returnTo);
      return;
    }
    const sessionSecret = newSecret();
    const session = { secretHash: hashSecret(sessionSecret), userAgent: request.headers['user-agent'] };
    await this.directory.signIn(identity, session);
    this.success({ sessionSecret, returnTo } satisfies SignedIn);
  }

  /** Only the very session that began it gets the new way in. */
  private async link(request: IncomingMessage, identity: ExternalIdentity, sessionId: Id<'ses'>, returnTo: string) {
    const secretText = readCookie(request.headers.cookie, sessionCookieName(this.config));
    const person = secretText === null ? null : await this.directory.findSession(hashSecret(secretText));
    if (person?.sessionId !== sessionId) {
      this.fail('auth.foreignState');
      return;
    }
    try {
      await this.directory.linkIdentity(person, identity);
      this.success({ sessionSecret: null, returnTo } satisfies SignedIn);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.fail(error.messageKey);
    }
  }

  private callbackUrl(): string {
    return new URL(callbackPath(this.provider.id), this.config.get('PUBLIC_URL')).href;
  }
}

export const CALLBACK_PATH = '/auth/callback';

/** The first provider keeps the address that it always had. */
function callbackPath(providerId: string): string {
  return providerId === 'openid' ? CALLBACK_PATH : `${CALLBACK_PATH}/${providerId}`;
}

export function strategyName(providerId: string): string {
  return `login:${providerId}`;
}
