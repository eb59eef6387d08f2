import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { CommandLine } from '../support/command-line.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.asOwner('TRUNCATE outbox_message'));

const jobs = (...args: string[]) => new CommandLine(['jobs', ...args, '--database', database.url]).ends();

/** A job that failed so often; `isDead` when it was given up. */
async function failed(attempts: number, isDead = false): Promise<string> {
  const id = randomUUID();
  await database.asOwner(
    `INSERT INTO outbox_message (id, topic, version, payload, created_at, available_at, attempts, dead_at, last_error)
     VALUES ($1, 'payments.stripe_call_requested', 1, '{}', now(), now() + '1 day', $2, CASE WHEN $3 THEN now() END, 'Error: busy')`,
    [id, attempts, isDead],
  );
  return id;
}

const waiting = async (): Promise<string[]> =>
  (
    await database.asOwner<{ id: string }>(
      'SELECT id FROM outbox_message WHERE attempts = 0 AND dead_at IS NULL AND available_at <= now() ORDER BY id',
    )
  ).map(({ id }) => id);

it('lists what fails again and again, and what was given up, and lets it be tried at once', async () => {
  expect(await jobs('list')).toEqual({ status: 0, lines: ['No job fails again and again.'] });
  const [often, given, once] = [await failed(12), await failed(300, true), await failed(1)];
  const { lines } = await jobs('list');
  expect(lines).toHaveLength(2);
  const shown = lines.join();
  expect(shown).toContain(`${often}  payments.stripe_call_requested: failed 12 times, since `);
  expect(shown).toContain(`${given}  payments.stripe_call_requested: given up after 300 failures, since `);
  expect(shown).not.toContain(once);
  expect(await jobs('retry', given)).toEqual({ status: 0, lines: ['To be tried again at once: 1'] });
  expect(await waiting()).toEqual([given]);
  expect(await jobs('retry', '--all')).toEqual({ status: 0, lines: ['To be tried again at once: 1'] });
  expect(await waiting()).toEqual([often, given].sort());
}, 60_000);

it('refuses what names no failing job, and changes nothing then', async () => {
  const often = await failed(12);
  const unknown = randomUUID();
  expect(await jobs('retry')).toMatchObject({ status: 1, lines: [expect.stringContaining('Say which jobs')] });
  expect(await jobs('retry', often, '--all')).toMatchObject({ status: 1 });
  expect(await jobs('retry', 'x')).toMatchObject({
    status: 1,
    lines: ['"x" is no id of a job. "jobs list" prints them.'],
  });
  expect(await jobs('retry', often, unknown)).toMatchObject({
    status: 1,
    lines: [`There is no failing job ${unknown}; nothing was changed. "jobs list" prints them.`],
  });
  expect(await waiting()).toEqual([]);
}, 60_000);
