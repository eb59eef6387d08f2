import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { newId } from '#platform/kernel';
import { dayNumber } from '../events/moment.js';
import type { ProjectEvent } from '../events/project-event.js';
import { fromStored, numbered, type StoredEvent } from '../history/stored-events.js';
import type { RiskLevelName } from '../signals/risk-level.js';
import type { Signal } from '../signals/signal.js';
import type { StoredSignal } from './open-risk.js';
import { STORED_SIGNAL, mayCount } from './signals.sql.js';

/** Events of a project that were stored after others. */
export interface StoredHistory {
  /** In the order of their moments. */
  readonly events: readonly ProjectEvent[];
  /** How many were stored before. */
  readonly before: number;
  /** The number of the last one. */
  readonly through: number;
  /** How many signals are stored. */
  readonly signals: number;
  /** Two names each that are one person's, the first one of the person before the other, as JSON. */
  readonly links: string;
}

/** Pairs of names out of `StoredHistory`. */
export function pairsIn(links: string): [string, string][] {
  return (JSON.parse(links) as [number, number][]).map(([root, number]) => [numbered(root), numbered(number)]);
}

export interface KnownSignal {
  readonly id: string;
  readonly fact: string;
  readonly subject: string;
}

export interface LastRisk {
  readonly level: RiskLevelName;
  readonly isPressed: boolean;
}

@Injectable()
export class ProjectRiskRepository {
  /**
   * One statement: the events come as one text, since ten thousand rows take longer than what is done with them. They are sorted here,
   * where they nearly are already.
   * @param after the number of the last event that is not asked for; 0 for all
   */
  async read(tx: Tx, projectId: string, after: number): Promise<StoredHistory> {
    const [row] = await tx.manager.query<HistoryRow[]>(
      `SELECT string_agg(event::text, ',') FILTER (WHERE seq > $2) AS events, count(*) FILTER (WHERE seq <= $2)::int AS before, coalesce(max(seq), 0)::float8 AS through, (SELECT count(*)::int FROM risk_signal WHERE project_id = $1) AS signals,
              (SELECT coalesce(json_agg(json_build_array(root, number) ORDER BY number), '[]')::text FROM project_name WHERE project_id = $1 AND root <> number) AS links
         FROM project_event WHERE project_id = $1`,
      [projectId, after],
    );
    const { events, ...history } = row!;
    const stored = events === null ? [] : (JSON.parse(`[${events}]`) as StoredEvent[]);
    return { ...history, events: stored.map(fromStored).sort(byMoment) };
  }

  async known(tx: Tx, projectId: string): Promise<KnownSignal[]> {
    return tx.manager.query<KnownSignal[]>('SELECT id, fact, subject FROM risk_signal WHERE project_id = $1', [
      projectId,
    ]);
  }

  /** @returns how many were not there */
  async insert(tx: Tx, projectId: string, signals: readonly Signal[], policyVersion: string): Promise<number> {
    const rows = signals.map(({ id, evidence, isHard, endDay, ...signal }) => ({
      ...signal,
      ...{ id: newId(), fact: id, is_hard: isHard, end_day: endDay },
      evidence: evidence.map((event) => event.id),
    }));
    const added = await tx.manager.query<unknown[]>(
      `INSERT INTO risk_signal (id, project_id, fact, rule, family, points, is_hard, subject, key, day, end_day, evidence, policy_version, found_at)
       SELECT id, $1, fact, rule, family, points, is_hard, subject, key, day, end_day, evidence, $3, $4
         FROM jsonb_to_recordset($2) AS found (id uuid, fact text, rule text, family text, points int, is_hard boolean, subject text, key text, day int, end_day int, evidence text[])
       ON CONFLICT DO NOTHING RETURNING 1`,
      [projectId, JSON.stringify(rows), policyVersion, tx.now.toISOString()],
    );
    return added.length;
  }

  /** Whom signals name, under the first name of that person. What counts once stays as it was: a link lowers no points. */
  async rename(tx: Tx, renamed: readonly Pick<KnownSignal, 'id' | 'subject'>[]): Promise<void> {
    await tx.manager.query(
      `UPDATE risk_signal SET subject = renamed.subject
         FROM jsonb_to_recordset($1) AS renamed (id uuid, subject text) WHERE risk_signal.id = renamed.id`,
      [JSON.stringify(renamed)],
    );
  }

  async stored(tx: Tx, projectId: string): Promise<StoredSignal[]> {
    const rows = await tx.manager.query<{ signals: StoredSignal[] }[]>(
      `SELECT coalesce(json_agg(${STORED_SIGNAL} ORDER BY day, id), '[]') AS signals FROM risk_signal AS signal WHERE project_id = $1 AND ${mayCount('$2')}`,
      [projectId, dayNumber(tx.now.getTime())],
    );
    return rows[0]!.signals;
  }

  /** @returns how it was before; null for a project that was never looked at */
  async exchange(tx: Tx, projectId: string, risk: LastRisk): Promise<LastRisk | null> {
    const rows = await tx.manager.query<LastRisk[]>(
      'SELECT level, is_pressed AS "isPressed" FROM project_risk WHERE project_id = $1 FOR UPDATE',
      [projectId],
    );
    await tx.manager.query(
      `INSERT INTO project_risk (project_id, level, is_pressed, changed_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (project_id) DO UPDATE SET level = $2, is_pressed = $3, changed_at = $4
         WHERE (project_risk.level, project_risk.is_pressed) <> ($2, $3)`,
      [projectId, risk.level, risk.isPressed, tx.now.toISOString()],
    );
    return rows[0] ?? null;
  }

  /** Projects whose level can fall because a window has ended. */
  async raised(tx: Tx): Promise<string[]> {
    const rows = await tx.manager.query<{ id: string }[]>(
      `SELECT project_id AS id FROM project_risk WHERE level <> 'NONE' OR is_pressed ORDER BY project_id`,
    );
    return rows.map(({ id }) => id);
  }
}

interface HistoryRow {
  readonly events: string | null;
  readonly before: number;
  readonly through: number;
  readonly signals: number;
  readonly links: string;
}

function byMoment(one: ProjectEvent, other: ProjectEvent): number {
  return one.at.from - other.at.from || one.at.to - other.at.to || (one.id < other.id ? -1 : 1);
}
