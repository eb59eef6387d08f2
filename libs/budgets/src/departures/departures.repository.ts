import { Injectable } from '@nestjs/common';
import { clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, money, type Id, type Money } from '#platform/kernel';

/** What became of the project of a recurring pledge: it is shipped, it left, or it is back. */
type Movement = 'shipped' | 'left' | 'returned';

export interface MovedPledge {
  readonly id: Id<'rpl'>;
  readonly movement: Movement;
  readonly productId: Id<'prd'>;
  readonly inventoryId: Id<'inv'>;
  readonly title: string;
  readonly amount: Money;
}

/**
 * Running recurring pledges of an organisation for which it is not as it is written down. Where a project is not shipped
 * now, the last inventory that had it is the one written down, or else the newest of the history; a project that was never
 * in any cannot leave.
 */
const MOVED = `
  WITH running AS (
    SELECT pledge.id, pledge.amount_minor, pledge.currency, need.project_id, need.title
      FROM recurring_pledge pledge JOIN need ON need.id = pledge.need_id
     WHERE pledge.organisation_id = $1 AND pledge.status IN ('active', 'past_due', 'paused')),
  use AS (
    SELECT project_use.project_id, inventory.product_id, inventory.id AS inventory_id, inventory.created_at,
           product.current_inventory_id = inventory.id AND product.archived_at IS NULL AS is_shipped
      FROM project_use
      JOIN inventory ON inventory.id = project_use.inventory_id
      JOIN product ON product.id = inventory.product_id
     WHERE project_use.organisation_id = $1 AND project_use.project_id IN (SELECT project_id FROM running)),
  newest AS (
    SELECT DISTINCT ON (project_id) * FROM use ORDER BY project_id, is_shipped DESC, created_at DESC, inventory_id),
  seen AS (
    SELECT running.*, COALESCE(newest.is_shipped, false) AS is_shipped, known.left_at,
           CASE WHEN newest.is_shipped OR known.product_id IS NULL THEN newest.product_id ELSE known.product_id END AS product_id,
           CASE WHEN newest.is_shipped OR known.product_id IS NULL THEN newest.inventory_id ELSE known.inventory_id END AS inventory_id,
           known.inventory_id AS known_inventory_id
      FROM running
      LEFT JOIN newest USING (project_id)
      LEFT JOIN recurring_pledge_use known ON known.recurring_pledge_id = running.id)
  SELECT id, CASE WHEN NOT is_shipped THEN 'left' WHEN left_at IS NOT NULL THEN 'returned' ELSE 'shipped' END AS movement,
         product_id AS "productId", inventory_id AS "inventoryId", title, amount_minor AS "amountMinor", currency
    FROM seen
   WHERE inventory_id IS NOT NULL
     AND (CASE WHEN is_shipped THEN left_at IS NOT NULL OR known_inventory_id IS DISTINCT FROM inventory_id ELSE left_at IS NULL END)
   ORDER BY id`;

@Injectable()
export class DeparturesRepository {
  /** Writes down where the projects of an organisation's recurring pledges are shipped, and answers with what moved. */
  async renew(tx: Tx, organisationId: Id<'org'>): Promise<readonly MovedPledge[]> {
    await clear(tx, clearanceForOrganisation(organisationId));
    // Of two changes of one organisation the second sees what the first one wrote.
    await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
    const rows = await tx.manager.query<(Omit<MovedPledge, 'amount'> & { amountMinor: string; currency: string })[]>(
      MOVED,
      [organisationId],
    );
    await tx.manager.query(
      `INSERT INTO recurring_pledge_use (recurring_pledge_id, organisation_id, product_id, inventory_id, left_at)
       SELECT entry.id, $1, entry.product_id, entry.inventory_id, entry.left_at
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) AS entry (id, product_id, inventory_id, left_at)
       ON CONFLICT (recurring_pledge_id) DO UPDATE
         SET product_id = EXCLUDED.product_id, inventory_id = EXCLUDED.inventory_id, left_at = EXCLUDED.left_at`,
      [
        organisationId,
        rows.map(({ id }) => id),
        rows.map(({ productId }) => productId),
        rows.map(({ inventoryId }) => inventoryId),
        rows.map(({ movement }) => (movement === 'left' ? tx.now.toISOString() : null)),
      ],
    );
    return rows.map(({ amountMinor, currency, ...row }) => ({ ...row, amount: money(BigInt(amountMinor), currency) }));
  }
}
