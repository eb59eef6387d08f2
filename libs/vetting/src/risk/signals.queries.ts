import { Injectable } from '@nestjs/common';
import { DataKeys, ConfidentialReads, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { Clock, NO_CLEARANCE, type Id, type PersonPrincipal } from '#platform/kernel';
import { dayNumber } from '../events/moment.js';
import { seesSignals, standingOf } from '../history/history-access.js';
import type { HistorySource } from '../history/history-imports.repository.js';
import { NAME_FIELD } from '../history/project-history.repository.js';
import { numberIn } from '../history/stored-events.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import type { SignalId } from '../policy/signals-2026-1.js';
import { PROJECT, type SignalFamily } from '../signals/signal.js';
import { openRisk, type OpenRisk, type StoredSignal } from './open-risk.js';
import { STORED_SIGNAL, mayCount } from './signals.sql.js';

export interface ProjectRisk extends OpenRisk {
  readonly changedAt: Date | null;
  readonly coverage: readonly { readonly source: HistorySource; readonly until: Date }[];
}

export type SubjectKind = 'PROJECT' | 'PERSON' | 'OBJECT';

export interface SignalRow {
  readonly id: Id<'sig'>;
  readonly projectId: Id<'prj'>;
  readonly rule: SignalId;
  readonly family: SignalFamily;
  readonly points: number;
  readonly isHard: boolean;
  readonly subjectKind: SubjectKind;
  /** A release, a path or the like; a person's name for those with a standing, while it is kept. */
  readonly subject: string | null;
  readonly day: number;
  readonly endDay: number | null;
  readonly foundAt: Date;
  /** Where it can be looked up, for those with a standing. */
  readonly sources: readonly string[];
  readonly clearings: readonly { readonly personId: Id<'usr'>; readonly reason: string; readonly at: Date }[];
}

interface StoredRow extends Omit<SignalRow, 'subjectKind' | 'subject' | 'clearings'> {
  readonly subject: string;
  readonly hasStanding: boolean;
  readonly sealedName: Buffer | null;
  readonly wrapped: Buffer | null;
  readonly clearings: readonly { readonly personId: Id<'usr'>; readonly reason: string; readonly at: string }[];
}

const COLUMNS = `signal.id, signal.project_id AS "projectId", rule, family, points, is_hard AS "isHard", subject, day, end_day AS "endDay", found_at AS "foundAt",
  ${standingOf('signal.project_id', '$1')} IS NOT NULL AS "hasStanding", name.sealed_name AS "sealedName", data_key.wrapped,
  CASE WHEN ${standingOf('signal.project_id', '$1')} IS NULL THEN '{}' ELSE
    ARRAY(SELECT source FROM project_event event WHERE event.project_id = signal.project_id AND event.event_id = ANY (signal.evidence) AND source IS NOT NULL ORDER BY from_ms, event_id) END AS sources,
  (SELECT coalesce(json_agg(json_build_object('personId', person_id, 'reason', reason, 'at', at) ORDER BY place), '[]') FROM signal_clearing WHERE signal_id = signal.id) AS clearings`;

const FROM = `FROM risk_signal AS signal
  LEFT JOIN project_name name ON name.project_id = signal.project_id AND '@' || name.number = signal.subject
  LEFT JOIN data_key ON data_key.subject_id = signal.project_id AND data_key.purpose = 'private'`;

/** What signals say of a project, for those who speak for it, its stewards and reviewers, and who holds a scope in it. */
@Injectable()
export class SignalsQueries {
  constructor(
    private readonly reads: ConfidentialReads,
    private readonly keys: DataKeys,
    private readonly clock: Clock,
  ) {}

  /** Null for all others. */
  async risk({ personId }: PersonPrincipal, projectId: Id<'prj'>): Promise<ProjectRisk | null> {
    const at = this.clock.now().getTime();
    const rows = await this.reads.query<RiskRow[]>(
      NO_CLEARANCE,
      `SELECT (SELECT coalesce(json_agg(${STORED_SIGNAL}), '[]') FROM risk_signal AS signal WHERE project_id = $1 AND ${mayCount('$3')}) AS signals,
              (SELECT changed_at FROM project_risk WHERE project_id = $1) AS "changedAt",
              (SELECT coalesce(json_agg(json_build_object('source', source, 'until', until) ORDER BY source), '[]')
                 FROM (SELECT source, max(covered_until) AS until FROM project_history_import, unnest(covers) AS source
                        WHERE project_id = $1 AND status = 'STORED' GROUP BY source) AS covered) AS coverage
        WHERE ${seesSignals('$1', '$2')}`,
      [projectId, personId, dayNumber(at)],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const coverage = row.coverage.map(({ source, until }) => ({ source, until: new Date(until) }));
    return { ...openRisk(row.signals, at, POLICY_2026_1), changedAt: row.changedAt, coverage };
  }

  async visible({ personId }: PersonPrincipal, id: Id<'sig'>): Promise<SignalRow | null> {
    const [project] = await this.reads.query<{ id: string }[]>(
      NO_CLEARANCE,
      'SELECT project_id AS id FROM risk_signal WHERE id = $1',
      [id],
    );
    if (project === undefined) return null;
    const rows = await this.reads.query<StoredRow[]>(
      { ...NO_CLEARANCE, subjectIds: [project.id] },
      `SELECT ${COLUMNS} ${FROM} WHERE signal.id = $2 AND ${seesSignals('signal.project_id', '$1')}`,
      [personId, id],
    );
    return rows[0] === undefined ? null : this.opened(rows[0]);
  }

  /** Newest fact first. */
  async ofProject(
    { personId }: PersonPrincipal,
    projectId: Id<'prj'>,
    isOpen: boolean | null,
    page: PageRequest,
  ): Promise<Page<SignalRow>> {
    const start = startOf(page, ['integer', 'uuid']);
    const rows = await this.reads.query<StoredRow[]>(
      { ...NO_CLEARANCE, subjectIds: [projectId] },
      `SELECT ${COLUMNS} ${FROM}
        WHERE signal.project_id = $2 AND ${seesSignals('$2', '$1')} AND ($3::int IS NULL OR (day, signal.id) < ($3::int, $4::uuid))
          AND ($6::boolean IS NULL OR $6 = ((end_day IS NULL OR end_day > $7) AND NOT EXISTS (SELECT 1 FROM signal_clearing WHERE signal_id = signal.id AND place = 2)))
        ORDER BY day DESC, signal.id DESC LIMIT $5`,
      [personId, projectId, ...start, page.first + 1, isOpen, dayNumber(this.clock.now().getTime())],
    );
    const found = toPage(rows, page.first, ({ day, id }) => [day, id]);
    return { ...found, rows: found.rows.map((row) => this.opened(row)) };
  }

  private opened({ hasStanding, sealedName, wrapped, clearings, subject, ...row }: StoredRow): SignalRow {
    const told = clearings.map(({ at, ...clearing }) => ({ ...clearing, at: new Date(at) }));
    if (subject === PROJECT) return { ...row, subjectKind: 'PROJECT', subject: null, clearings: told };
    if (numberIn(subject) === null) return { ...row, subjectKind: 'OBJECT', subject, clearings: told };
    const canRead = hasStanding && sealedName !== null && wrapped !== null;
    const key = canRead ? this.keys.unwrap({ subjectId: row.projectId, purpose: 'private', wrapped }) : null;
    return { ...row, subjectKind: 'PERSON', subject: key?.open(NAME_FIELD, sealedName!) ?? null, clearings: told };
  }
}

interface RiskRow {
  readonly signals: readonly StoredSignal[];
  readonly changedAt: Date | null;
  readonly coverage: readonly { readonly source: HistorySource; readonly until: string }[];
}
