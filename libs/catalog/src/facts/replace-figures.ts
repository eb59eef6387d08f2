import type { Tx } from '#platform/database';
import type { SignalName } from './signals.js';

export interface ProjectFigure {
  readonly projectId: string;
  readonly signal: SignalName;
  readonly value: number;
}

/** What one source says is replaced as a whole, so that what it no longer says does not stay. */
export interface FigureScope {
  readonly source: string;
  /** Signals that the source gives. */
  readonly signals: readonly SignalName[];
  readonly observedAt: Date;
  /** One project, or all of them with null. */
  readonly projectId: string | null;
}

/**
 * Makes these the only figures of a source within the scope. As everywhere a figure that was observed later stays, whoever
 * gave it.
 */
export async function replaceFigures(
  tx: Tx,
  figures: readonly ProjectFigure[],
  { source, signals, observedAt, projectId }: FigureScope,
): Promise<void> {
  await tx.manager.query(REPLACE, [
    figures.map((figure) => figure.projectId),
    figures.map(({ signal }) => signal),
    figures.map(({ value }) => value),
    source,
    signals,
    observedAt.toISOString(),
    projectId,
  ]);
}

const REPLACE = `
  WITH fresh AS (
    SELECT project_id, signal, value FROM unnest($1::uuid[], $2::text[], $3::float8[]) AS entry (project_id, signal, value)
  ), gone AS (
    DELETE FROM project_signal known
     WHERE known.source = $4 AND known.signal = ANY($5) AND ($7::uuid IS NULL OR known.project_id = $7)
       AND NOT EXISTS (SELECT 1 FROM fresh WHERE (fresh.project_id, fresh.signal) = (known.project_id, known.signal))
  )
  INSERT INTO project_signal AS known (project_id, signal, value, source, observed_at)
  SELECT project_id, signal, value, $4, $6::timestamptz FROM fresh ORDER BY project_id, signal
  ON CONFLICT ON CONSTRAINT project_signal_pk DO UPDATE
     SET value = excluded.value, source = excluded.source, observed_at = excluded.observed_at
   WHERE known.observed_at <= excluded.observed_at OR known.source = excluded.source`;
