import { Body, Controller, Header, Headers, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TokenExchangeService } from '#libs/identity';
import { WorkloadTokenRefusal } from '#platform/auth';
import { Messages } from '#platform/kernel';
import { AppLogger } from '#platform/observability';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const SUBJECT_TYPES = ['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token'];
const ISSUED_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 8693, section 2, for build jobs: their own identity in, a short token that uploads out. */
@Controller('oauth')
export class TokenExchangeController {
  constructor(
    private readonly service: TokenExchangeService,
    private readonly messages: Messages,
    private readonly logger: AppLogger,
  ) {}

  @Post('token-exchange')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async exchange(
    @Headers('content-type') contentType: string | undefined,
    @Body() form: Readonly<Record<string, unknown>> | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(contentType ?? '');
    const {
      grant_type: grant,
      subject_token: token,
      subject_token_type: type,
      audience,
    } = (isForm ? form : undefined) ?? {};
    if (grant !== GRANT) return this.refuse(reply, 'unsupported_grant_type');
    const isNamed = audience === undefined || typeof audience === 'string';
    if (typeof token !== 'string' || typeof type !== 'string' || !SUBJECT_TYPES.includes(type) || !isNamed)
      return this.refuse(reply, 'invalid_request');
    try {
      const { accessToken, expiresInSeconds, scope } = await this.service.exchange(token, audience ?? null);
      return {
        access_token: accessToken,
        issued_token_type: ISSUED_TYPE,
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
        scope,
      };
    } catch (error) {
      if (!(error instanceof WorkloadTokenRefusal)) throw error;
      // The reason helps who runs the installation; a caller who probes learns nothing from it.
      this.logger.logger.warn({ reason: error.reason }, 'a token exchange was refused');
      return this.refuse(reply, 'invalid_request');
    }
  }

  private refuse(reply: FastifyReply, error: 'unsupported_grant_type' | 'invalid_request'): object {
    void reply.status(400);
    return { error, error_description: this.messages.text(`api.exchange.${error}`) };
  }
}
