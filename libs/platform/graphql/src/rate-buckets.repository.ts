import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config';
import { prepared } from '#platform/database';
import { Clock, addMs, type Principal } from '#platform/kernel';
import { callerOf, limitOf } from './rate-limit.rules.js';

/** What is left of a caller's bucket after a request. */
export interface RateStanding {
  readonly limit: number;
  readonly cost: number;
  readonly remaining: number;
  readonly resetAt: Date;
  readonly isAllowed: boolean;
}

const TAKE = prepared(`
  INSERT INTO rate_bucket AS bucket (caller, window_ends_at, spent) VALUES ($1, $3, $4)
  ON CONFLICT (caller) DO UPDATE SET
    spent = CASE WHEN bucket.window_ends_at <= $2 THEN $4 ELSE least(bucket.spent + $4, $5) END,
    window_ends_at = CASE WHEN bucket.window_ends_at <= $2 THEN $3 ELSE bucket.window_ends_at END
  RETURNING spent, window_ends_at AS "resetAt"`);

const FORGOTTEN_AFTER_ROWS = 1_000;

/** Buckets in PostgreSQL, shared by all API processes. */
@Injectable()
export class RateBuckets {
  private opened = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Takes the cost out of the caller's bucket with one statement, so that requests at once cannot spend the same points.
   * A request that is refused takes nothing more than what it would have, so that trying on does not help.
   */
  async take(principal: Principal, address: string, cost: number): Promise<RateStanding> {
    const { points: limit, windowMs } = limitOf(principal.kind, this.config.get('ANONYMOUS_POINTS_PER_MINUTE'));
    const now = this.clock.now();
    const rows = await this.dataSource.query<{ spent: number; resetAt: Date }[]>(TAKE, [
      callerOf(principal, address),
      now.toISOString(),
      addMs(now, windowMs).toISOString(),
      cost,
      // A ceiling, so that a caller who never stops asking cannot make the number overflow.
      limit + 1,
    ]);
    await this.forget(now);
    const { spent, resetAt } = rows[0]!;
    return { limit, cost, remaining: Math.max(0, limit - spent), resetAt, isAllowed: spent <= limit };
  }

  /** Buckets whose window is over are as good as none; they are cleared now and then, not at every request. */
  private async forget(now: Date): Promise<void> {
    this.opened += 1;
    if (this.opened % FORGOTTEN_AFTER_ROWS !== 0) return;
    await this.dataSource.query('DELETE FROM rate_bucket WHERE window_ends_at <= $1', [now.toISOString()]);
  }
}
