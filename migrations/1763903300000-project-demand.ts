import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In how many organisations a project is used, as its maintainers may know it. */
export class ProjectDemand1763903300000 implements MigrationInterface {
  name = 'ProjectDemand1763903300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- Lower bounds of bands and no numbers: what could tell of one organisation is not kept. Neither is what no band holds.
      CREATE TABLE project_demand (
        project_id uuid CONSTRAINT project_demand_pk PRIMARY KEY CONSTRAINT project_demand_project_fk REFERENCES project (id),
        organisations int NOT NULL CONSTRAINT project_demand_band
          CHECK (organisations IN (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)),
        direct_organisations int CONSTRAINT project_demand_direct_band
          CHECK (direct_organisations IN (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000) AND direct_organisations <= organisations),
        counted_on date NOT NULL
      );

      -- Maintainers of the project see it. Who counts may replace all of it, and reads nothing.
      ALTER TABLE project_demand ENABLE ROW LEVEL SECURITY;
      ALTER TABLE project_demand FORCE ROW LEVEL SECURITY;
      CREATE POLICY project_demand_maintained ON project_demand FOR SELECT USING (EXISTS (
        SELECT 1 FROM project_maintainer maintainer
         WHERE maintainer.project_id = project_demand.project_id AND maintainer.person_id = ANY (cleared_subjects())));
      CREATE POLICY project_demand_counted ON project_demand FOR INSERT WITH CHECK (true);
      CREATE POLICY project_demand_replaced ON project_demand FOR DELETE USING (true);

      GRANT SELECT, INSERT, DELETE ON project_demand TO mainstay_app;
      -- A figure of ours that holds no longer is taken back, and not left to grow old.
      GRANT DELETE ON project_signal TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE project_demand; REVOKE DELETE ON project_signal FROM mainstay_app');
  }
}
