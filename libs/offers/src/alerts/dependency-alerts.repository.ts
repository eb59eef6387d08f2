import { Injectable } from '@nestjs/common';
import type { DependencyAlertKind } from '#platform/contracts';
import { clear, type Tx } from '#platform/database';
import { NO_CLEARANCE, clearanceForOrganisation, clearanceForOrganisations, newId, type Id } from '#platform/kernel';

export interface NewAlert {
  readonly projectId: Id<'prj'>;
  readonly kind: DependencyAlertKind;
  /** What it is about: a need, or the claim that began or ended. The same is never told twice. */
  readonly causeId: string;
  readonly needId: Id<'need'> | null;
  /** As what it is told where its kind is switched off, since it is that too. */
  readonly otherwise: DependencyAlertKind | null;
}

const DAY_OF = (now: Date): string => now.toISOString().slice(0, 10);

@Injectable()
export class DependencyAlertsRepository {
  /** @returns organisations for which it is new, without those that want it as neither kind */
  async insert(tx: Tx, organisationIds: readonly Id<'org'>[], alert: NewAlert): Promise<Id<'org'>[]> {
    await clear(tx, clearanceForOrganisations(organisationIds));
    const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
      `INSERT INTO dependency_alert (id, organisation_id, project_id, kind, cause_id, need_id, day, created_at)
       SELECT entry.id, entry.organisation_id, $3, wanted.kind, $5, $6, $7, $8
         FROM unnest($1::uuid[], $2::uuid[]) AS entry (id, organisation_id)
        CROSS JOIN LATERAL (SELECT known.kind FROM unnest(ARRAY[$4, $9]::text[]) WITH ORDINALITY AS known (kind, place)
                             WHERE known.kind IS NOT NULL
                               AND NOT EXISTS (SELECT 1 FROM dependency_alert_off off
                                                WHERE off.organisation_id = entry.organisation_id AND off.person_id IS NULL AND off.kind = known.kind)
                             ORDER BY known.place LIMIT 1) AS wanted
        WHERE NOT EXISTS (SELECT 1 FROM dependency_alert told
                           WHERE told.organisation_id = entry.organisation_id AND told.project_id = $3 AND told.cause_id = $5 AND told.kind IN ($4, $9))
       ON CONFLICT ON CONSTRAINT dependency_alert_once DO NOTHING RETURNING organisation_id AS id`,
      [
        organisationIds.map(() => newId<'dal'>()),
        organisationIds,
        alert.projectId,
        alert.kind,
        alert.causeId,
        alert.needId,
        DAY_OF(tx.now),
        tx.now.toISOString(),
        alert.otherwise,
      ],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns the organisations for which nothing of the project is to be told yet on this day, which begin one now */
  async beginDays(tx: Tx, organisationIds: readonly Id<'org'>[], projectId: Id<'prj'>): Promise<Id<'org'>[]> {
    const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
      `INSERT INTO dependency_alert_day (organisation_id, project_id, day) SELECT id, $2, $3 FROM unnest($1::uuid[]) AS entry (id)
       ON CONFLICT DO NOTHING RETURNING organisation_id AS id`,
      [organisationIds, projectId, DAY_OF(tx.now)],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns false for a day that was told already */
  async endDay(tx: Tx, organisationId: Id<'org'>, projectId: Id<'prj'>, day: string): Promise<boolean> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const [, found] = await tx.manager.query<[unknown[], number]>(
      `UPDATE dependency_alert_day SET told_at = $4
        WHERE organisation_id = $1 AND project_id = $2 AND day = $3 AND told_at IS NULL`,
      [organisationId, projectId, day, tx.now.toISOString()],
    );
    return found === 1;
  }

  /**
   * Who is told, each with the kinds of what happened on the day that he or she wants to hear of: whoever decides about money, and
   * who uploaded a current inventory with the project and is still a member. Who does not want the first request for a co-maintainer
   * is told of a need, which it is too.
   */
  async readers(
    tx: Tx,
    organisationId: Id<'org'>,
    projectId: Id<'prj'>,
    day: string,
  ): Promise<{ readonly personId: Id<'usr'>; readonly kinds: readonly DependencyAlertKind[] }[]> {
    return tx.manager.query(
      `WITH reader AS (
         SELECT person_id FROM membership_role WHERE organisation_id = $1 AND role IN ('finance', 'admin')
          UNION
         SELECT upload.person_id
           FROM product JOIN project_use use ON use.inventory_id = product.current_inventory_id
           JOIN inventory ON inventory.id = use.inventory_id JOIN upload ON upload.id = inventory.upload_id
           JOIN membership ON membership.organisation_id = product.organisation_id AND membership.person_id = upload.person_id
          WHERE product.organisation_id = $1 AND product.archived_at IS NULL AND use.project_id = $2
       )
       SELECT reader.person_id AS "personId", array_agg(told.kind ORDER BY alert.id) AS kinds
         FROM reader JOIN dependency_alert alert ON alert.organisation_id = $1 AND alert.project_id = $2 AND alert.day = $3
         CROSS JOIN LATERAL (SELECT known.kind
                  FROM unnest(ARRAY[alert.kind, CASE alert.kind WHEN 'first_co_maintainer_request' THEN 'need_posted' END]) WITH ORDINALITY AS known (kind, place)
                 WHERE known.kind IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM dependency_alert_off off
                                    WHERE off.organisation_id = $1 AND off.kind = known.kind
                                      AND (off.person_id = reader.person_id OR (off.person_id IS NULL AND known.kind <> alert.kind)))
                 ORDER BY known.place LIMIT 1) AS told
        GROUP BY reader.person_id ORDER BY reader.person_id`,
      [organisationId, projectId, day],
    );
  }

  async setOff(tx: Tx, { organisationId, personId, kind }: AlertSwitch, isOff: boolean): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    if (isOff)
      await tx.manager.query(
        `INSERT INTO dependency_alert_off (organisation_id, person_id, kind, switched_off_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [organisationId, personId, kind, tx.now.toISOString()],
      );
    else
      await tx.manager.query(
        'DELETE FROM dependency_alert_off WHERE organisation_id = $1 AND person_id IS NOT DISTINCT FROM $2 AND kind = $3',
        [organisationId, personId, kind],
      );
  }

  /** Marks one alert of the organisation as read by a person, or all with `id` null; answers how many there were. */
  async markRead(tx: Tx, organisationId: Id<'org'>, personId: Id<'usr'>, id: Id<'dal'> | null): Promise<number> {
    await clear(tx, { ...NO_CLEARANCE, organisationIds: [organisationId], subjectIds: [personId] });
    const rows = await tx.manager.query<unknown[]>(
      `WITH alert AS (SELECT id FROM dependency_alert WHERE organisation_id = $1 AND ($2::uuid IS NULL OR id = $2)), marked AS (
         INSERT INTO dependency_alert_read (alert_id, person_id, read_at) SELECT id, $3, $4 FROM alert ON CONFLICT DO NOTHING)
       SELECT 1 FROM alert`,
      [organisationId, id, personId, tx.now.toISOString()],
    );
    return rows.length;
  }
}

/** For one person, or for a whole organisation with `personId` null. */
export interface AlertSwitch {
  readonly organisationId: Id<'org'>;
  readonly personId: Id<'usr'> | null;
  readonly kind: DependencyAlertKind;
}
