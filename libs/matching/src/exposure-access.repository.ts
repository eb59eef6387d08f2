import { Injectable } from '@nestjs/common';
import { prepared, type Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { DataSource } from 'typeorm';
import { startOfDay } from './scores/project-scores.js';

/** What was seen: figures on a page, or points that a run was computed with. */
export type ExposureKind = 'figures' | 'run';

/** What was seen on this day of what is need-to-know; days before it are forgotten. */
@Injectable()
export class ExposureAccessRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of which the person has seen no band on the day. */
  async unseenBands(personId: Id<'usr'>, now: Date, projectIds: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(UNSEEN_BANDS, [personId, dayOf(now), projectIds]);
    return rows.map(({ id }) => id);
  }

  /** How many projects the organisation has seen on this day, these among them; of two readers at once one waits for the other. */
  async noteSeen(
    tx: Tx,
    organisationId: Id<'org'>,
    kind: ExposureKind,
    projectIds: readonly Id<'prj'>[],
  ): Promise<number> {
    const day = dayOf(tx.now);
    await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
    await tx.manager.query('DELETE FROM exposure_access WHERE organisation_id = $1 AND day <> $2::date', [
      organisationId,
      day,
    ]);
    await tx.manager.query(
      'INSERT INTO exposure_access (organisation_id, day, kind, project_id) SELECT $1, $2::date, $3, unnest($4::uuid[]) ON CONFLICT DO NOTHING',
      [organisationId, day, kind, projectIds],
    );
    const rows = await tx.manager.query<{ seen: number }[]>(
      'SELECT count(*)::int AS seen FROM exposure_access WHERE organisation_id = $1 AND kind = $2',
      [organisationId, kind],
    );
    return rows[0]!.seen;
  }

  /** The same of a person and bands; with those that are new on this day. */
  async noteBands(
    tx: Tx,
    personId: Id<'usr'>,
    projectIds: readonly string[],
  ): Promise<{ readonly seen: number; readonly fresh: readonly string[] }> {
    const day = dayOf(tx.now);
    await tx.manager.query('SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE', [personId]);
    await tx.manager.query('DELETE FROM band_access WHERE person_id = $1 AND day <> $2::date', [personId, day]);
    const fresh = await tx.manager.query<{ id: string }[]>(
      `INSERT INTO band_access (person_id, day, project_id) SELECT $1, $2::date, unnest($3::uuid[]) ON CONFLICT DO NOTHING RETURNING project_id AS id`,
      [personId, day, projectIds],
    );
    const rows = await tx.manager.query<{ seen: number }[]>(
      'SELECT count(*)::int AS seen FROM band_access WHERE person_id = $1',
      [personId],
    );
    return { seen: rows[0]!.seen, fresh: fresh.map(({ id }) => id) };
  }
}

const UNSEEN_BANDS = prepared(
  `SELECT asked.id FROM unnest($3::uuid[]) AS asked (id) WHERE ${isUnseenBand('$1', '$2', 'asked.id')}`,
);

/** Whether a person has not yet seen the band of a project on a day, for statements that read the project anyway. */
export function isUnseenBand(personId: string, day: string, projectId: string): string {
  return `NOT EXISTS (SELECT 1 FROM band_access known
                       WHERE known.person_id = ${personId} AND known.day = ${day}::date AND known.project_id = ${projectId})`;
}

/** UTC. */
export function dayOf(now: Date): string {
  return startOfDay(now).toISOString().slice(0, 10);
}
