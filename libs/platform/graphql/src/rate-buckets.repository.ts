import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config';
import { Gathered, prepared } from '#platform/database';
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

/** Beyond every limit, so that a caller who never stops asking cannot make the number overflow. */
const MOST = 1_000_000_000;

/** One row for each caller, in their order: two processes that take from the same buckets wait for each other, and never in a circle. */
const TAKE = prepared(`
  INSERT INTO rate_bucket AS bucket (caller, window_ends_at, spent)
  SELECT caller, window_ends_at, cost FROM unnest($2::text[], $3::timestamptz[], $4::int[]) AS asked (caller, window_ends_at, cost) ORDER BY caller
  ON CONFLICT (caller) DO UPDATE SET
    spent = CASE WHEN bucket.window_ends_at <= $1 THEN excluded.spent ELSE least(bucket.spent::bigint + excluded.spent, ${String(MOST)}) END,
    window_ends_at = CASE WHEN bucket.window_ends_at <= $1 THEN excluded.window_ends_at ELSE bucket.window_ends_at END
  RETURNING caller, spent, window_ends_at AS "resetAt"`);

interface Taking {
  readonly caller: string;
  readonly windowMs: number;
  readonly cost: number;
}

interface Bucket {
  readonly spent: number;
  readonly resetAt: Date;
}

/** Statements between two clearings. */
const FORGOTTEN_AFTER = 1_000;

/** Buckets in PostgreSQL, shared by all API processes. */
@Injectable()
export class RateBuckets {
  private statements = 0;

  private readonly taken = new Gathered<Taking, Bucket>((takings) => this.takeAll(takings));

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
    const { spent, resetAt } = await this.taken.of({ caller: callerOf(principal, address), windowMs, cost });
    return { limit, cost, remaining: Math.max(0, limit - spent), resetAt, isAllowed: spent <= limit };
  }

  /** The bucket of each as it leaves it, one after the other. */
  private async takeAll(takings: readonly Taking[]): Promise<Bucket[]> {
    const now = this.clock.now();
    const callers = new Map(takings.map(({ caller, windowMs }) => [caller, { windowMs, cost: 0 }]));
    const before = takings.map(({ caller, cost }) => (callers.get(caller)!.cost += cost) - cost);
    const rows = await this.dataSource.query<(Bucket & { readonly caller: string })[]>(TAKE, [
      now.toISOString(),
      [...callers.keys()],
      [...callers.values()].map(({ windowMs }) => addMs(now, windowMs).toISOString()),
      [...callers.values()].map(({ cost }) => cost),
    ]);
    await this.forget(now);
    const buckets = new Map(rows.map(({ caller, ...bucket }) => [caller, bucket]));
    return takings.map(({ caller, cost }, at) => {
      const { spent, resetAt } = buckets.get(caller)!;
      return { spent: spent - callers.get(caller)!.cost + before[at]! + cost, resetAt };
    });
  }

  /** Buckets whose window is over are as good as none; they are cleared now and then, not at every request. */
  private async forget(now: Date): Promise<void> {
    this.statements += 1;
    if (this.statements % FORGOTTEN_AFTER !== 0) return;
    await this.dataSource.query('DELETE FROM rate_bucket WHERE window_ends_at <= $1', [now.toISOString()]);
  }
}
