import type { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { addMs, uuidv7 } from '#platform/kernel';
import type { OutboxEntry } from './tx.js';

/** After this many failures, which takes three days, a message waits for a person: others may be out of order that long. */
export const MAX_DELIVERY_ATTEMPTS = 300;
/** How long the wait between two tries grows, in milliseconds. */
export const LONGEST_WAIT_MS = 900_000;
const LEASE_MS = 30_000;

export interface OutboxMessage {
  readonly id: string;
  readonly topic: string;
  readonly version: number;
  readonly payload: unknown;
  readonly attempts: number;
}

export interface OutboxHealth {
  readonly oldestSeconds: number;
  readonly dead: number;
}

/** So many failures are no accident any more: a quarter of an hour has gone by with them. */
const FAILS_AGAIN_AND_AGAIN = 12;

/** A message that is not completed, after many failures or after the last one. */
export interface FailingMessage {
  readonly id: string;
  readonly topic: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly createdAt: Date;
  readonly isDead: boolean;
}

/** Oldest first. */
export function failingMessages(manager: Pick<EntityManager, 'query'>): Promise<FailingMessage[]> {
  return manager.query<FailingMessage[]>(
    `SELECT id, topic, attempts, last_error AS "lastError", created_at AS "createdAt", dead_at IS NOT NULL AS "isDead"
       FROM outbox_message WHERE completed_at IS NULL AND attempts >= $1 ORDER BY created_at, id`,
    [FAILS_AGAIN_AND_AGAIN],
  );
}

/** Gives failing messages, all of them or some, a new beginning; answers with the ids of those that had failed. */
export async function retryMessages(
  manager: Pick<EntityManager, 'query'>,
  ids: readonly string[] | null,
  now: Date,
): Promise<string[]> {
  const [rows] = await manager.query<[{ id: string }[], number]>(
    `UPDATE outbox_message SET attempts = 0, dead_at = NULL, available_at = $2
      WHERE completed_at IS NULL AND attempts > 0 AND CASE WHEN $1::uuid[] IS NULL THEN attempts >= $3 ELSE id = ANY($1) END
      RETURNING id`,
    [ids, now.toISOString(), FAILS_AGAIN_AND_AGAIN],
  );
  return rows.map(({ id }) => id);
}

/** Writes all messages of a unit of work with one statement, in its transaction. */
export async function insertOutbox(
  manager: EntityManager,
  entries: readonly OutboxEntry[],
  createdAt: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO outbox_message (id, topic, version, payload, created_at, available_at)
     SELECT id, topic, version, payload, $6, available_at
       FROM unnest($1::uuid[], $2::text[], $3::int[], $4::jsonb[], $5::timestamptz[]) AS entry (id, topic, version, payload, available_at)`,
    [
      entries.map(() => uuidv7(createdAt.getTime())),
      entries.map((entry) => entry.topic),
      entries.map((entry) => entry.version),
      entries.map((entry) => JSON.stringify(entry.payload)),
      entries.map((entry) => entry.availableAt.toISOString()),
      createdAt.toISOString(),
    ],
  );
}

/**
 * The relay's view of the outbox. A claim is a lease: a worker that dies loses it, and the message is claimed again.
 * Selection is by "not completed", never by an id that is greater than the last one seen.
 */
@Injectable()
export class OutboxStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes up to `limit` due messages that nobody holds. Concurrent relays skip each other's rows. */
  async claim(now: Date, limit: number): Promise<OutboxMessage[]> {
    const rows = await this.dataSource.query<[OutboxMessage[], number]>(
      `UPDATE outbox_message AS message SET leased_until = $2
         FROM (SELECT id FROM outbox_message
                WHERE completed_at IS NULL AND dead_at IS NULL AND available_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
                ORDER BY available_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
        WHERE message.id = due.id
        RETURNING message.id, message.topic, message.version, message.payload, message.attempts`,
      [now.toISOString(), addMs(now, LEASE_MS).toISOString(), limit],
    );
    return rows[0];
  }

  /** Writes a message with an id that follows from what it is about; a second one with the same id is none. */
  async schedule(id: string, entry: OutboxEntry, now: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO outbox_message (id, topic, version, payload, created_at, available_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [
        id,
        entry.topic,
        entry.version,
        JSON.stringify(entry.payload),
        now.toISOString(),
        entry.availableAt.toISOString(),
      ],
    );
  }

  /** One message, for a runner that was handed only the id; null when it is done already or unknown. */
  async find(id: string): Promise<OutboxMessage | null> {
    const rows = await this.dataSource.query<OutboxMessage[]>(
      'SELECT id, topic, version, payload, attempts FROM outbox_message WHERE id = $1 AND completed_at IS NULL AND dead_at IS NULL',
      [id],
    );
    return rows[0] ?? null;
  }

  async complete(ids: readonly string[], now: Date): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox_message SET completed_at = $2, leased_until = NULL, last_error = NULL WHERE id = ANY($1)',
      [ids, now.toISOString()],
    );
  }

  /** Gives a message back after a failure: again after a growing wait, or never without a person. */
  async fail(message: OutboxMessage, reason: string, now: Date): Promise<void> {
    const attempts = message.attempts + 1;
    const dead = attempts >= MAX_DELIVERY_ATTEMPTS;
    const waitMs = Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempts);
    await this.dataSource.query(
      `UPDATE outbox_message SET attempts = attempts + 1, last_error = left($2, 500), available_at = $3, leased_until = NULL, dead_at = $4 WHERE id = $1`,
      [message.id, reason, addMs(now, waitMs).toISOString(), dead ? now.toISOString() : null],
    );
  }

  async health(now: Date): Promise<OutboxHealth> {
    const rows = await this.dataSource.query<{ oldest: string | null; dead: string }[]>(
      `SELECT extract(epoch FROM $1::timestamptz - min(available_at) FILTER (WHERE dead_at IS NULL AND available_at <= $1)) AS oldest,
              count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
         FROM outbox_message WHERE completed_at IS NULL`,
      [now.toISOString()],
    );
    return { oldestSeconds: Number(rows[0]?.oldest ?? 0), dead: Number(rows[0]?.dead ?? 0) };
  }

  /**
   * Calls `wake` whenever a message was committed; resolves to a function that stops listening. `lost` is called when
   * the connection ends by itself: then nothing wakes any more, and somebody has to listen again.
   */
  async listen(wake: () => void, lost: () => void): Promise<() => Promise<void>> {
    const runner = this.dataSource.createQueryRunner();
    const connection = (await runner.connect()) as EventEmitter;
    connection.on('notification', wake).on('end', lost);
    const stop = async () => {
      connection.off('notification', wake).off('end', lost);
      await runner.query('UNLISTEN outbox_message').catch(() => undefined);
      await runner.release();
    };
    try {
      await runner.query('LISTEN outbox_message');
    } catch (error) {
      await stop();
      throw error;
    }
    return stop;
  }
}
