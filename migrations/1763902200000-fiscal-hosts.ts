import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fiscal hosts, the projects that are with them, and what is paid out of the money that is held for a project. */
export class FiscalHosts1763902200000 implements MigrationInterface {
  name = 'FiscalHosts1763902200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(HOSTS);
    await queryRunner.query(SOURCES_OF_PARTS);
    await queryRunner.query(RIGHTS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HOSTS = `
  SET LOCAL lock_timeout = '2s';

  INSERT INTO ledger_account_kind (code, book, side, has_floor) VALUES ('held.project', 'cash', 'credit', true);

  CREATE TABLE host_terms (
    organisation_id uuid CONSTRAINT host_terms_pk PRIMARY KEY CONSTRAINT host_terms_organisation_fk REFERENCES organisation (id),
    fee_basis_points int NOT NULL CONSTRAINT host_terms_fee CHECK (fee_basis_points BETWEEN 0 AND 5000),
    is_accepting boolean NOT NULL,
    published_at timestamptz NOT NULL
  );
  CREATE INDEX host_terms_newest ON host_terms (published_at DESC, organisation_id DESC);

  CREATE TABLE host_agreement (
    id uuid CONSTRAINT host_agreement_pk PRIMARY KEY,
    project_id uuid NOT NULL CONSTRAINT host_agreement_project_fk REFERENCES project (id),
    host_id uuid NOT NULL CONSTRAINT host_agreement_host_fk REFERENCES organisation (id),
    fee_basis_points int NOT NULL CONSTRAINT host_agreement_fee CHECK (fee_basis_points BETWEEN 0 AND 5000),
    status text NOT NULL CONSTRAINT host_agreement_status CHECK (status IN
      ('applied', 'accepted', 'active', 'leaving', 'ended', 'declined', 'withdrawn')),
    applied_by uuid NOT NULL CONSTRAINT host_agreement_applied_by_fk REFERENCES person (id),
    applied_at timestamptz NOT NULL,
    began_at timestamptz,
    notice_by uuid CONSTRAINT host_agreement_notice_by_fk REFERENCES person (id),
    notice_at timestamptz,
    next_agreement_id uuid CONSTRAINT host_agreement_next_fk REFERENCES host_agreement (id),
    next_person_id uuid CONSTRAINT host_agreement_next_person_fk REFERENCES person (id),
    next_organisation_id uuid CONSTRAINT host_agreement_next_organisation_fk REFERENCES organisation (id),
    ended_by uuid CONSTRAINT host_agreement_ended_by_fk REFERENCES person (id),
    ended_at timestamptz,
    version int NOT NULL DEFAULT 1,
    -- Whoever leaves has said where the money goes, and somebody else lets it go.
    CONSTRAINT host_agreement_leaving CHECK ((status IN ('leaving', 'ended')) = (notice_at IS NOT NULL)
      AND (notice_at IS NULL) = (notice_by IS NULL)
      AND num_nonnulls(next_agreement_id, next_person_id, next_organisation_id) = (notice_at IS NOT NULL)::int),
    CONSTRAINT host_agreement_ended CHECK ((status = 'ended') = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT host_agreement_two_people CHECK (ended_by IS NULL OR (ended_by <> notice_by AND ended_by IS DISTINCT FROM next_person_id))
  );
  CREATE UNIQUE INDEX host_agreement_once ON host_agreement (project_id, host_id) WHERE status IN ('applied', 'accepted', 'active', 'leaving');
  CREATE UNIQUE INDEX host_agreement_one_host ON host_agreement (project_id) WHERE status IN ('active', 'leaving');
  CREATE INDEX host_agreement_host ON host_agreement (host_id, applied_at DESC, id DESC);
  CREATE INDEX host_agreement_project ON host_agreement (project_id, applied_at DESC, id DESC);

  -- Where the money of a project lies that is or was with a host; locked by whoever books money for it or moves it.
  CREATE TABLE project_custody (
    project_id uuid CONSTRAINT project_custody_pk PRIMARY KEY CONSTRAINT project_custody_project_fk REFERENCES project (id),
    agreement_id uuid CONSTRAINT project_custody_agreement_fk REFERENCES host_agreement (id),
    person_id uuid CONSTRAINT project_custody_person_fk REFERENCES person (id),
    organisation_id uuid CONSTRAINT project_custody_organisation_fk REFERENCES organisation (id),
    CONSTRAINT project_custody_one CHECK (num_nonnulls(agreement_id, person_id, organisation_id) = 1)
  );

  CREATE TABLE project_payout (
    id uuid CONSTRAINT project_payout_pk PRIMARY KEY,
    project_id uuid NOT NULL CONSTRAINT project_payout_project_fk REFERENCES project (id),
    host_id uuid NOT NULL CONSTRAINT project_payout_host_fk REFERENCES organisation (id),
    requested_by uuid NOT NULL CONSTRAINT project_payout_requested_by_fk REFERENCES person (id),
    requested_at timestamptz NOT NULL,
    person_id uuid CONSTRAINT project_payout_person_fk REFERENCES person (id),
    organisation_id uuid CONSTRAINT project_payout_organisation_fk REFERENCES organisation (id),
    amount_minor bigint NOT NULL CONSTRAINT project_payout_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    purpose text NOT NULL CONSTRAINT project_payout_purpose CHECK (length(purpose) BETWEEN 1 AND 500),
    status text NOT NULL CONSTRAINT project_payout_status CHECK (status IN
      ('requested', 'approved', 'paid', 'rejected', 'withdrawn', 'ended')),
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT project_payout_payee CHECK (num_nonnulls(person_id, organisation_id) = 1),
    CONSTRAINT project_payout_decided CHECK ((status = 'requested') = (decided_at IS NULL))
  );
  CREATE INDEX project_payout_project ON project_payout (project_id, requested_at DESC, id DESC);
  CREATE INDEX project_payout_waiting ON project_payout (host_id, requested_at, id) WHERE status = 'requested';

  -- A host that is paid on behalf of a project: its part is held for the project.
  ALTER TABLE need_payee ADD COLUMN for_project boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT need_payee_for_project CHECK (NOT for_project OR organisation_id IS NOT NULL);
`;

/**
 * A part is what one payee gets out of one thing: out of a pledge for an accepted milestone, or out of something else,
 * which no charge of Stripe stands behind.
 */
const SOURCES_OF_PARTS = `
  ALTER TABLE release_part
    ALTER COLUMN milestone_id DROP NOT NULL,
    ALTER COLUMN need_id DROP NOT NULL,
    ALTER COLUMN pledge_id DROP NOT NULL,
    ADD COLUMN source text NOT NULL DEFAULT 'milestone'
      CONSTRAINT release_part_source CHECK (source IN ('milestone', 'project_payout', 'project_exit', 'review')),
    ADD COLUMN source_id uuid,
    ADD CONSTRAINT release_part_of_source CHECK (
      CASE source WHEN 'milestone' THEN num_nonnulls(milestone_id, need_id, pledge_id) = 3 AND source_id IS NULL
        ELSE num_nonnulls(milestone_id, need_id, pledge_id, payment_id) = 0 AND source_id IS NOT NULL END);
  CREATE INDEX release_part_source ON release_part (source, source_id) WHERE source_id IS NOT NULL;
`;

const RIGHTS = `
  GRANT SELECT, INSERT, UPDATE ON host_terms, host_agreement, project_custody, project_payout TO mainstay_app;
`;
