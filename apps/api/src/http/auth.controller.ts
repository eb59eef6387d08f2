import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, Body } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentitiesService } from '#libs/identity';
import {
  AuthenticationFailure,
  Authenticator,
  PrincipalDirectory,
  STATE_COOKIE,
  cookie,
  hashSecret,
  readCookie,
  sessionCookieName,
  type SignedIn,
} from '#platform/auth';
import { Config } from '#platform/config';
import { Messages, type Id } from '#platform/kernel';
import { page } from './page.js';
import type { IdentifiedRequest } from './principal.hook.js';
import { SESSION_SECONDS } from './session-cookie.js';

const STATE_SECONDS = 600;
const MAIN_PROVIDER = 'openid';

/** Sign-in through providers and passkeys, the linking of another way in, and sign-out. */
@Controller('auth')
export class AuthController {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly directory: PrincipalDirectory,
    private readonly identities: IdentitiesService,
    private readonly config: Config,
    private readonly messages: Messages,
  ) {}

  @Get('login')
  async login(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('return_to') returnTo?: string,
    @Query('provider') provider = MAIN_PROVIDER,
  ): Promise<void> {
    if (!this.authenticator.hasProvider(provider)) await this.sendProblem(reply, 'auth.unknownProvider');
    else await this.start(request, reply, provider, localPath(returnTo), null);
  }

  /** Starts a sign-in whose account becomes another way in for the person who is signed in here. */
  @Get('link')
  async link(
    @Req() request: IdentifiedRequest,
    @Res() reply: FastifyReply,
    @Query('ticket') ticket = '',
  ): Promise<void> {
    const { principal } = request;
    const provider = principal?.kind === 'person' ? await this.identities.takeLink(principal, ticket) : null;
    if (provider === null || principal?.kind !== 'person') await this.sendProblem(reply, 'auth.foreignState');
    else await this.start(request, reply, provider, '/', principal.sessionId);
  }

  @Get(['callback', 'callback/:provider'])
  async callback(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('provider') provider = MAIN_PROVIDER,
  ): Promise<void> {
    try {
      if (!this.authenticator.hasProvider(provider)) throw new AuthenticationFailure('auth.unknownProvider');
      const result = await this.authenticator.finishLogin(request.raw, reply.raw, provider);
      await this.startSession(request, reply, result);
      await reply.redirect(result.returnTo, 303);
    } catch (error) {
      if (!(error instanceof AuthenticationFailure)) throw error;
      await this.sendProblem(reply, error.messageKey);
    }
  }

  /** Options for `navigator.credentials.get`; any passkey of this installation may answer. */
  @Post('passkey/options')
  @HttpCode(200)
  passkeyOptions(): Promise<{ readonly challengeId: string; readonly options: string }> {
    return this.directory.beginPasskeySignIn();
  }

  /** JSON alone is taken: a form of another site cannot send it, so nobody signs somebody else in by a trick. */
  @Post('passkey')
  async passkey(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Readonly<Record<string, unknown>> | undefined,
  ): Promise<void> {
    const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    const { challengeId, assertion } = (isJson ? body : undefined) ?? {};
    try {
      if (typeof challengeId !== 'string' || typeof assertion !== 'string')
        throw new AuthenticationFailure('auth.passkeyRefused');
      const answer = { challengeId, assertion };
      await this.startSession(request, reply, await this.authenticator.passkeyLogin(request.raw, reply.raw, answer));
      await reply.status(204).send();
    } catch (error) {
      if (!(error instanceof AuthenticationFailure)) throw error;
      await reply.status(401).send({ code: 'UNAUTHENTICATED', message: this.messages.text(error.messageKey) });
    }
  }

  @Post('logout')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.endSessionOf(request);
    await reply.header('Set-Cookie', cookie(this.config, sessionCookieName(this.config), '', 0)).redirect('/', 303);
  }

  private async start(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: string,
    returnTo: string,
    linkSessionId: Id<'ses'> | null,
  ): Promise<void> {
    reply.hijack();
    await this.authenticator.startLogin(request.raw, reply.raw, provider, {
      returnTo,
      linkSessionId,
      rememberState: (state) => {
        reply.raw.setHeader('Set-Cookie', cookie(this.config, STATE_COOKIE, state, STATE_SECONDS));
      },
    });
  }

  /** A sign-in never goes on with the session that was there before, whoever put it into the browser. */
  private async startSession(request: FastifyRequest, reply: FastifyReply, { sessionSecret }: SignedIn): Promise<void> {
    const cookies = [cookie(this.config, STATE_COOKIE, '', 0)];
    if (sessionSecret !== null) {
      await this.endSessionOf(request);
      cookies.unshift(cookie(this.config, sessionCookieName(this.config), sessionSecret, SESSION_SECONDS));
    }
    void reply.header('Set-Cookie', cookies);
  }

  private async endSessionOf(request: FastifyRequest): Promise<void> {
    const secretText = readCookie(request.headers.cookie, sessionCookieName(this.config));
    if (secretText !== null) await this.directory.endSession(hashSecret(secretText));
  }

  private async sendProblem(reply: FastifyReply, messageKey: string): Promise<void> {
    const text = this.messages.text(messageKey);
    await reply
      .status(400)
      .type('text/html; charset=utf-8')
      .send(page(this.messages.text('api.home.title'), [text]));
  }
}

/** Only a path on this host: anything else would make the sign-in a redirect to wherever a link says. */
function localPath(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(text) ? text : '/';
}
