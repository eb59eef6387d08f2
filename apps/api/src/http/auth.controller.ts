import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AuthenticationFailure,
  Authenticator,
  PrincipalDirectory,
  STATE_COOKIE,
  cookie,
  hashSecret,
  readCookie,
  sessionCookieName,
} from '#platform/auth';
import { Config } from '#platform/config';
import { Messages } from '#platform/kernel';
import { page } from './page.js';
import { SESSION_SECONDS } from './session-cookie.js';

const STATE_SECONDS = 600;

/** Sign-in through the OpenID provider, and sign-out. */
@Controller('auth')
export class AuthController {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly directory: PrincipalDirectory,
    private readonly config: Config,
    private readonly messages: Messages,
  ) {}

  @Get('login')
  async login(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('return_to') returnTo?: string,
  ): Promise<void> {
    reply.hijack();
    await this.authenticator.startLogin(request.raw, reply.raw, {
      returnTo: localPath(returnTo),
      rememberState: (state) => {
        reply.raw.setHeader('Set-Cookie', cookie(this.config, STATE_COOKIE, state, STATE_SECONDS));
      },
    });
  }

  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const { sessionSecret, returnTo } = await this.authenticator.finishLogin(request.raw, reply.raw);
      // A sign-in never goes on with the session that was there before, whoever put it into the browser.
      await this.endSessionOf(request);
      const cookies = [
        cookie(this.config, sessionCookieName(this.config), sessionSecret, SESSION_SECONDS),
        cookie(this.config, STATE_COOKIE, '', 0),
      ];
      await reply.header('Set-Cookie', cookies).redirect(returnTo, 303);
    } catch (error) {
      if (!(error instanceof AuthenticationFailure)) throw error;
      const text = this.messages.text(error.messageKey);
      await reply
        .status(400)
        .type('text/html; charset=utf-8')
        .send(page(this.messages.text('api.home.title'), [text]));
    }
  }

  @Post('logout')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.endSessionOf(request);
    await reply.header('Set-Cookie', cookie(this.config, sessionCookieName(this.config), '', 0)).redirect('/', 303);
  }

  private async endSessionOf(request: FastifyRequest): Promise<void> {
    const secretText = readCookie(request.headers.cookie, sessionCookieName(this.config));
    if (secretText !== null) await this.directory.endSession(hashSecret(secretText));
  }
}

/** Only a path on this host: anything else would make the sign-in a redirect to wherever a link says. */
function localPath(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(text) ? text : '/';
}
