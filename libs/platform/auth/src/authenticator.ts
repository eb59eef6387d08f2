import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import passport, { type AuthenticateCallback } from 'passport';
import { Config } from '#platform/config';
import { ANONYMOUS, present, type Principal } from '#platform/kernel';
import { ApiTokenStrategy } from './api-token.strategy.js';
import { LoginAttempts } from './login-attempts.repository.js';
import { LoginProviders } from './login-providers.js';
import { LoginStrategy, strategyName, type LoginOptions, type SignedIn } from './login.strategy.js';
import { PasskeyStrategy, type PasskeyOptions } from './passkey.strategy.js';
import { PrincipalDirectory } from './principal-directory.js';
import { SessionStrategy } from './session.strategy.js';

/** A refused sign-in or token; the message key says why, as far as that helps an honest caller. */
export class AuthenticationFailure extends Error {
  constructor(readonly messageKey: string) {
    super(messageKey);
    this.name = 'AuthenticationFailure';
  }
}

/** The one place that decides who a request comes from. It has its own Passport, so nothing else can add a strategy. */
@Injectable()
export class Authenticator {
  private readonly passport = new passport.Passport();

  constructor(
    directory: PrincipalDirectory,
    private readonly providers: LoginProviders,
    attempts: LoginAttempts,
    config: Config,
  ) {
    this.passport.use(new SessionStrategy(config, directory));
    this.passport.use(new ApiTokenStrategy(directory));
    this.passport.use(new PasskeyStrategy(directory));
    for (const provider of providers.all) this.passport.use(new LoginStrategy(provider, config, attempts, directory));
  }

  /** Whether people can sign in through a provider of this id. */
  hasProvider(id: string): boolean {
    return this.providers.has(id);
  }

  /**
   * Exactly one principal for a request. A token wins over a cookie: it was sent on purpose.
   * @throws AuthenticationFailure for a token that is not valid; it never falls back to the cookie or to anonymous
   */
  async principalOf(request: IncomingMessage, response: ServerResponse): Promise<Principal> {
    const strategies = request.headers.authorization === undefined ? ['session-cookie'] : ['api-token'];
    return (await this.run<Principal>(strategies, { session: false }, request, response)) ?? ANONYMOUS;
  }

  /** Sends the browser to the provider: the response is finished when this resolves with null. */
  startLogin(
    request: IncomingMessage,
    response: ServerResponse,
    provider: string,
    options: Omit<LoginOptions, 'phase'>,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      response.once('finish', resolve);
      this.run([strategyName(provider)], { session: false, phase: 'start', ...options }, request, response).catch(
        reject,
      );
    });
  }

  /** @throws AuthenticationFailure when the state is foreign or used, or the provider refused */
  async finishLogin(request: IncomingMessage, response: ServerResponse, provider: string): Promise<SignedIn> {
    const options = { session: false, phase: 'callback' };
    return present(await this.run<SignedIn>([strategyName(provider)], options, request, response));
  }

  /** @throws AuthenticationFailure when the passkey is not known, or its answer does not fit */
  async passkeyLogin(request: IncomingMessage, response: ServerResponse, answer: PasskeyOptions): Promise<SignedIn> {
    return present(await this.run<SignedIn>(['passkey'], { session: false, ...answer }, request, response));
  }

  private run<User>(
    strategies: string[],
    options: object,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<User | null> {
    return new Promise((resolve, reject) => {
      const callback: AuthenticateCallback = (error: unknown, user, info) => {
        if (error) reject(error instanceof Error ? error : new Error('a strategy failed'));
        else if (user) resolve(user as User);
        else reject(new AuthenticationFailure(firstText(info)));
      };
      const middleware = this.passport.authenticate(strategies, options, callback) as (
        request: IncomingMessage,
        response: ServerResponse,
        next: (error?: unknown) => void,
      ) => void;
      // Without an error Passport goes on when the strategy had nothing to look at: nobody signed in.
      middleware(request, response, (error) => {
        if (error === undefined) resolve(null);
        else reject(error instanceof Error ? error : new Error('a strategy failed'));
      });
    });
  }
}

function firstText(info: unknown): string {
  const first: unknown = Array.isArray(info) ? info[0] : info;
  return typeof first === 'string' ? first : 'auth.invalidToken';
}
