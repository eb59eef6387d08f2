import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which product ships what a recurring pledge supports, and since when none does. */
export class RecurringPledgeUses1763903500000 implements MigrationInterface {
  name = 'RecurringPledgeUses1763903500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE recurring_pledge_use (
        recurring_pledge_id uuid CONSTRAINT recurring_pledge_use_pk PRIMARY KEY
          CONSTRAINT recurring_pledge_use_pledge_fk REFERENCES recurring_pledge (id),
        organisation_id uuid NOT NULL,
        product_id uuid NOT NULL,
        -- The last one that had the project.
        inventory_id uuid NOT NULL,
        -- Since when no current inventory has it.
        left_at timestamptz,
        CONSTRAINT recurring_pledge_use_product_fk FOREIGN KEY (product_id, organisation_id) REFERENCES product (id, organisation_id),
        CONSTRAINT recurring_pledge_use_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id)
      );

      ALTER TABLE recurring_pledge_use ENABLE ROW LEVEL SECURITY;
      ALTER TABLE recurring_pledge_use FORCE ROW LEVEL SECURITY;
      CREATE POLICY recurring_pledge_use_cleared ON recurring_pledge_use USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));

      GRANT SELECT, INSERT, UPDATE ON recurring_pledge_use TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE recurring_pledge_use');
  }
}
