import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DatabaseHealth } from '#platform/database';
import { Metrics, readiness } from '#platform/observability';

/** For those who run the process. Nothing here tells a stranger more than that it works. */
@Controller()
export class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers; dependencies are not asked, since restarting it would not mend them. */
  @Get('livez')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const state = await readiness([this.database]);
    await reply.status(state.status === 'unavailable' ? 503 : 200).send(state);
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  exposition(): Promise<string> {
    return this.metrics.text();
  }
}
