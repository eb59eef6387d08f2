import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import type { Clearance, Id } from '#platform/kernel';

export interface DepartureRow {
  readonly recurringPledgeId: Id<'rpl'>;
  readonly leftAt: Date;
  readonly productId: Id<'prd'>;
  readonly productName: string;
  readonly inventoryId: Id<'inv'>;
}

@Injectable()
export class DeparturesQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Those recurring pledges whose project the organisation does not ship any more. */
  departuresOf(clearance: Clearance, ids: readonly string[]): Promise<DepartureRow[]> {
    return this.reads.query<DepartureRow[]>(
      clearance,
      `SELECT use.recurring_pledge_id AS "recurringPledgeId", use.left_at AS "leftAt", use.product_id AS "productId",
              product.name AS "productName", use.inventory_id AS "inventoryId"
         FROM recurring_pledge_use use JOIN product ON product.id = use.product_id
        WHERE use.recurring_pledge_id = ANY($1) AND use.left_at IS NOT NULL`,
      [ids],
    );
  }
}
