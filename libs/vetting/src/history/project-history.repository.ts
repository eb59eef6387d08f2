import { Injectable } from '@nestjs/common';
import type { DataKey, Tx } from '#platform/database';
import { DataKeys, clear } from '#platform/database';
import { DAY_MS, NO_CLEARANCE, addMs, sha256Hex, type Id } from '#platform/kernel';
import { pairsOf, type OnePerson } from '../events/one-person.js';
import type { ProjectEvent } from '../events/project-event.js';
import { rootsOf } from './name-roots.js';
import { namesInHistory, type NameInHistory } from './names-in-history.js';
import { toStored, type StoredEvent } from './stored-events.js';

export const NAME_FIELD = 'history name';
const KEPT_DAYS = 365;

export interface StoredCounts {
  readonly newEvents: number;
  readonly differingEvents: number;
}

/** Of whom events come. What those who speak for a project hand in alone opens no way to anybody. */
export interface Origin {
  /** Null for what happened here. */
  readonly importId: Id<'phi'> | null;
  readonly isFromOutside: boolean;
}

/** What happened to a project: append-only events, and apart from them the names of the people in them. */
@Injectable()
export class ProjectHistoryRepository {
  constructor(private readonly keys: DataKeys) {}

  /** One at a time adds to a history, and what follows from it is found under the same lock. */
  async lock(tx: Tx, projectId: string): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`project history ${projectId}`]);
  }

  /** Events that are there already stay as they are. */
  async store(
    tx: Tx,
    projectId: string,
    events: readonly ProjectEvent[],
    people: readonly OnePerson[],
    origin: Origin,
  ): Promise<StoredCounts> {
    const { importId } = origin;
    const key = await this.keyOf(tx, projectId);
    const numbers = await this.numbersOf(tx, projectId, key, namesInHistory(events, people));
    // Whose names are one person's is believed from outside alone: work and signals go with it.
    if (importId !== null && origin.isFromOutside) await this.link(tx, projectId, people, numbers, importId);
    return this.insert(tx, projectId, events, numbers, origin);
  }

  /** The number of a name, if a history has it. */
  async numberOf(tx: Tx, projectId: string, name: string): Promise<number | null> {
    const rows = await tx.manager.query<{ number: number }[]>(
      'SELECT number FROM project_name WHERE project_id = $1 AND name_digest = $2',
      [projectId, this.digestOf(name)],
    );
    return rows[0]?.number ?? null;
  }

  /** Names as people read them; those that are not kept any more are missing. */
  async namesOf(tx: Tx, projectId: string, numbers: readonly number[]): Promise<Map<number, string>> {
    const key = await this.keyOf(tx, projectId);
    const rows = await tx.manager.query<{ number: number; sealed: Buffer }[]>(
      'SELECT number, sealed_name AS sealed FROM project_name WHERE project_id = $1 AND number = ANY($2) AND sealed_name IS NOT NULL',
      [projectId, numbers],
    );
    return new Map(rows.map(({ number, sealed }) => [number, key.open(NAME_FIELD, sealed)]));
  }

  /** Brings the first name of each person up to date, after links or claims have changed. */
  async renewRoots(tx: Tx, projectId: string): Promise<void> {
    const rows = await tx.manager.query<{ one: number; other: number }[]>(
      `SELECT one, other FROM project_name_link WHERE project_id = $1
        UNION SELECT min(number) OVER (PARTITION BY person_id), number FROM project_name_claim WHERE project_id = $1`,
      [projectId],
    );
    const roots = rootsOf(rows.map(({ one, other }) => [one, other]));
    await tx.manager.query(
      `UPDATE project_name SET root = renewed.root
         FROM (SELECT number, coalesce(linked.root, number) AS root
                 FROM project_name LEFT JOIN unnest($2::int[], $3::int[]) AS linked (number, root) USING (number)
                WHERE project_id = $1) AS renewed
        WHERE project_id = $1 AND project_name.number = renewed.number AND project_name.root <> renewed.root`,
      [projectId, [...roots.keys()], [...roots.values()]],
    );
  }

  /** Names of those who only wrote to maintainers, and where their messages lie, a year after the last one. */
  async forget(tx: Tx): Promise<void> {
    const before = addMs(tx.now, -KEPT_DAYS * DAY_MS);
    await tx.manager.query(
      'UPDATE project_name SET sealed_name = NULL WHERE sealed_name IS NOT NULL AND NOT is_author AND last_named_at < $1',
      [before.toISOString()],
    );
    await tx.manager.query(
      `UPDATE project_event SET source = NULL WHERE kind = 'message' AND source IS NOT NULL AND to_ms < $1`,
      [before.getTime()],
    );
  }

  private async keyOf(tx: Tx, projectId: string): Promise<DataKey> {
    await clear(tx, { ...NO_CLEARANCE, subjectIds: [projectId] });
    return (await this.keys.find(tx, projectId, 'private')) ?? (await this.keys.create(tx, projectId, 'private'));
  }

  private digestOf(name: string): Buffer {
    return this.keys.digest(NAME_FIELD, name);
  }

  private async numbersOf(
    tx: Tx,
    projectId: string,
    key: DataKey,
    names: readonly NameInHistory[],
  ): Promise<ReadonlyMap<string, number>> {
    const digests = names.map(({ name }) => this.digestOf(name));
    const rows = await tx.manager.query<{ digest: Buffer; number: number }[]>(
      `WITH told AS (
         SELECT * FROM unnest($2::bytea[], $3::bytea[], $4::boolean[], $5::timestamptz[]) WITH ORDINALITY AS told (digest, sealed, author, at, place)
       ), known AS (
         UPDATE project_name SET last_named_at = greatest(last_named_at, told.at), is_author = is_author OR told.author
           FROM told WHERE project_id = $1 AND name_digest = told.digest RETURNING name_digest, number
       ), fresh AS (
         SELECT told.*, (SELECT coalesce(max(number), 0) FROM project_name WHERE project_id = $1) + row_number() OVER (ORDER BY place) AS number
           FROM told WHERE NOT EXISTS (SELECT 1 FROM project_name WHERE project_id = $1 AND name_digest = told.digest)
       ), added AS (
         INSERT INTO project_name (project_id, number, name_digest, sealed_name, is_author, last_named_at, root)
         SELECT $1, number, digest, sealed, author, at, number FROM fresh RETURNING name_digest, number
       )
       SELECT name_digest AS digest, number FROM known UNION ALL SELECT name_digest, number FROM added`,
      [
        ...[projectId, digests, names.map(({ name }) => key.seal(NAME_FIELD, name))],
        ...[names.map(({ isAuthor }) => isAuthor), names.map(({ lastAt }) => new Date(lastAt).toISOString())],
      ],
    );
    const byDigest = new Map(rows.map(({ digest, number }) => [digest.toString('hex'), number]));
    return new Map(names.map(({ name }, place) => [name, byDigest.get(digests[place]!.toString('hex'))!]));
  }

  private async link(
    tx: Tx,
    projectId: string,
    people: readonly OnePerson[],
    numbers: ReadonlyMap<string, number>,
    importId: Id<'phi'>,
  ): Promise<void> {
    const pairs = pairsOf(people).map(([one, other]) =>
      [numbers.get(one)!, numbers.get(other)!].sort((left, right) => left - right),
    );
    await tx.manager.query(
      `INSERT INTO project_name_link (project_id, one, other, import_id)
       SELECT DISTINCT $1::uuid, one, other, $4::uuid FROM unnest($2::int[], $3::int[]) AS linked (one, other) WHERE one <> other ON CONFLICT DO NOTHING`,
      [projectId, pairs.map(([one]) => one), pairs.map(([, other]) => other), importId],
    );
    await this.renewRoots(tx, projectId);
  }

  private async insert(
    tx: Tx,
    projectId: string,
    events: readonly ProjectEvent[],
    numbers: ReadonlyMap<string, number>,
    { importId, isFromOutside }: Origin,
  ): Promise<StoredCounts> {
    const stored = events.map((event) => toStored(event, (name) => numbers.get(name)!));
    const texts = stored.map((event) => JSON.stringify(event));
    const [counts] = await tx.manager.query<StoredCounts[]>(
      `WITH told AS (
         SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $8::json[]) AS told (id, event, source, other)
       ), stored AS (
         INSERT INTO project_event (project_id, event_id, event, source, import_id, stored_at, is_from_outside)
         SELECT $1, id, event::json, source, $5, $6, $7 FROM told ON CONFLICT DO NOTHING RETURNING 1
       ), corrected AS (
         INSERT INTO project_event (project_id, event_id, event, source, import_id, stored_at, is_from_outside)
         SELECT $1, told.other ->> 'id', told.other, told.source, $5, $6, true
           FROM told JOIN project_event known ON known.project_id = $1 AND known.event_id = told.id
          WHERE $7 AND NOT known.is_from_outside AND known.event::text <> told.event ON CONFLICT DO NOTHING RETURNING 1
       ), confirmed AS (
         UPDATE project_event SET is_from_outside = true FROM told
          WHERE $7 AND project_id = $1 AND event_id = told.id AND project_event.event::text = told.event AND NOT is_from_outside
       )
       SELECT ((SELECT count(*) FROM stored) + (SELECT count(*) FROM corrected))::int AS "newEvents",
              (SELECT count(*)::int FROM told JOIN project_event known ON known.project_id = $1 AND known.event_id = told.id
                WHERE known.event::text <> told.event) AS "differingEvents"`,
      [
        ...[projectId, events.map(({ id }) => id), texts, events.map(({ source }) => source)],
        ...[importId, tx.now.toISOString(), isFromOutside],
        stored.map((event, at) => JSON.stringify(corrected(event, texts[at]!))),
      ],
    );
    return counts!;
  }
}

/** The same event as somebody from outside tells it, beside another one that only those who speak for the project have told: both count. */
function corrected(event: StoredEvent, text: string): StoredEvent {
  return { ...event, id: `${event.id}#${sha256Hex(text).slice(0, 12)}` };
}
