import { Injectable } from '@nestjs/common';
import type { DependencyAlertKind } from '#platform/contracts';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { clearanceForOrganisation, type Clearance, type Id } from '#platform/kernel';

export interface DependencyAlertRow {
  readonly id: Id<'dal'>;
  readonly projectId: Id<'prj'>;
  readonly needId: Id<'need'> | null;
  readonly kind: DependencyAlertKind;
  readonly createdAt: Date;
  readonly isRead: boolean;
}

/** Kinds that are switched off. */
export interface AlertsOff {
  readonly offForOrganisation: readonly DependencyAlertKind[];
  readonly offForMe: readonly DependencyAlertKind[];
}

@Injectable()
export class DependencyAlertsQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Alerts of one organisation, newest first; `kind` narrows them. Read is what the cleared person has read. */
  async ofOrganisation(
    clearance: Clearance,
    organisationId: Id<'org'>,
    filter: { readonly kind: DependencyAlertKind | null; readonly unreadOnly: boolean },
    page: PageRequest,
  ): Promise<Page<DependencyAlertRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<DependencyAlertRow[]>(
      clearance,
      `SELECT alert.id, alert.project_id AS "projectId", alert.need_id AS "needId", alert.kind, alert.created_at AS "createdAt",
              mark.alert_id IS NOT NULL AS "isRead"
         FROM dependency_alert alert LEFT JOIN dependency_alert_read mark ON mark.alert_id = alert.id
        WHERE alert.organisation_id = $1 AND ($2::text IS NULL OR alert.kind = $2) AND NOT ($3 AND mark.alert_id IS NOT NULL)
          AND ($4::timestamptz IS NULL OR (alert.created_at, alert.id) < ($4::timestamptz, $5::uuid))
        ORDER BY alert.created_at DESC, alert.id DESC LIMIT $6`,
      [organisationId, filter.kind, filter.unreadOnly, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  async off(organisationId: Id<'org'>, personId: Id<'usr'> | null): Promise<AlertsOff> {
    const rows = await this.reads.query<{ kind: DependencyAlertKind; isMine: boolean }[]>(
      clearanceForOrganisation(organisationId),
      `SELECT kind, person_id IS NOT NULL AS "isMine" FROM dependency_alert_off
        WHERE organisation_id = $1 AND (person_id IS NULL OR person_id = $2) ORDER BY kind`,
      [organisationId, personId],
    );
    const kinds = (isMine: boolean) => rows.filter((row) => row.isMine === isMine).map(({ kind }) => kind);
    return { offForOrganisation: kinds(false), offForMe: kinds(true) };
  }
}
