import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateBuckets, RateLimitedError } from '#platform/graphql';
import { ANONYMOUS, Clock } from '#platform/kernel';
import type { IdentifiedRequest } from './principal.hook.js';

/** Points for what is asked for outside of GraphQL, out of the same bucket. */
@Injectable()
export class PagePoints {
  constructor(
    private readonly buckets: RateBuckets,
    private readonly clock: Clock,
  ) {}

  /** @throws RateLimitedError when the caller has none left */
  async take(request: IdentifiedRequest, reply: FastifyReply, points: number): Promise<void> {
    const { isAllowed, limit, resetAt } = await this.buckets.take(request.principal ?? ANONYMOUS, request.ip, points);
    if (isAllowed) return;
    const seconds = Math.max(1, Math.ceil((resetAt.getTime() - this.clock.now().getTime()) / 1_000));
    void reply.header('Retry-After', String(seconds));
    throw new RateLimitedError(limit, seconds);
  }
}
