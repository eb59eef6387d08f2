import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Budgets of companies, and the runs that divide them over needs. */
export class Budgets1763905000000 implements MigrationInterface {
  name = 'Budgets1763905000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE budget (
        id uuid CONSTRAINT budget_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT budget_organisation_fk REFERENCES organisation (id),
        name text NOT NULL CONSTRAINT budget_name CHECK (length(name) BETWEEN 1 AND 100),
        developers int CONSTRAINT budget_developers CHECK (developers > 0),
        -- How its runs are paid, unless one is made that says otherwise.
        method text NOT NULL CONSTRAINT budget_method CHECK (method IN ('checkout', 'invoice', 'balance')),
        purchase_order text CONSTRAINT budget_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        currency char(3) NOT NULL,
        period text NOT NULL CONSTRAINT budget_period CHECK (period IN ('ONCE', 'MONTH', 'QUARTER', 'YEAR')),
        starts_on date NOT NULL,
        -- The newest of its policies.
        policy_version int NOT NULL CONSTRAINT budget_policy_version CHECK (policy_version > 0),
        created_by uuid NOT NULL CONSTRAINT budget_created_by_fk REFERENCES person (id),
        created_at timestamptz NOT NULL,
        archived_at timestamptz,
        -- The first day of the period that a run is drafted for next; null when none will be.
        next_period_on date,
        CONSTRAINT budget_of_organisation UNIQUE (id, organisation_id)
      );
      CREATE INDEX budget_organisation ON budget (organisation_id, created_at DESC, id DESC);

      -- What a company thinks of projects: only ever added to.
      CREATE TABLE budget_policy (
        budget_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        version int NOT NULL CONSTRAINT budget_policy_positive CHECK (version > 0),
        policy jsonb NOT NULL,
        set_by uuid NOT NULL CONSTRAINT budget_policy_set_by_fk REFERENCES person (id),
        set_at timestamptz NOT NULL,
        CONSTRAINT budget_policy_pk PRIMARY KEY (budget_id, version),
        CONSTRAINT budget_policy_budget_fk FOREIGN KEY (budget_id, organisation_id) REFERENCES budget (id, organisation_id)
      );

      CREATE TABLE allocation_run (
        id uuid CONSTRAINT allocation_run_pk PRIMARY KEY,
        budget_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        -- Null for one that the calendar drafted.
        created_by uuid CONSTRAINT allocation_run_created_by_fk REFERENCES person (id),
        -- Whoever asked for the approval.
        locked_by uuid CONSTRAINT allocation_run_locked_by_fk REFERENCES person (id),
        -- New money out of the cap of the period; what was rolled over comes to it.
        amount_minor bigint NOT NULL CONSTRAINT allocation_run_amount CHECK (amount_minor >= 0),
        rolled_in_minor bigint NOT NULL DEFAULT 0 CONSTRAINT allocation_run_rolled_in CHECK (rolled_in_minor >= 0),
        -- Of what was rolled over, what is in the balance already.
        prepaid_minor bigint NOT NULL DEFAULT 0 CONSTRAINT allocation_run_prepaid CHECK (prepaid_minor BETWEEN 0 AND rolled_in_minor),
        currency char(3) NOT NULL,
        method text NOT NULL CONSTRAINT allocation_run_method CHECK (method IN ('checkout', 'invoice', 'balance')),
        purchase_order text CONSTRAINT allocation_run_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        period_on date NOT NULL,
        status text NOT NULL CONSTRAINT allocation_run_status CHECK (status IN ('draft', 'previewed', 'locked', 'approved', 'funded', 'distributed', 'void')),
        inputs_sha256 text CONSTRAINT allocation_run_digest CHECK (inputs_sha256 ~ '^[0-9a-f]{64}$'),
        -- What the lines come to: as previewed, and after the approval as promised.
        planned_minor bigint NOT NULL DEFAULT 0 CONSTRAINT allocation_run_planned CHECK (planned_minor >= 0),
        line_count int NOT NULL DEFAULT 0,
        reserve_minor bigint NOT NULL DEFAULT 0 CONSTRAINT allocation_run_reserve CHECK (reserve_minor >= 0),
        -- The run that has the reserve in addition.
        rolled_into uuid CONSTRAINT allocation_run_rolled_into_fk REFERENCES allocation_run (id),
        void_reason text CONSTRAINT allocation_run_void_reason CHECK (length(void_reason) BETWEEN 1 AND 500),
        created_at timestamptz NOT NULL,
        previewed_at timestamptz,
        locked_at timestamptz,
        approved_at timestamptz,
        funded_at timestamptz,
        distributed_at timestamptz,
        voided_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT allocation_run_of_organisation UNIQUE (id, organisation_id),
        CONSTRAINT allocation_run_budget_fk FOREIGN KEY (budget_id, organisation_id) REFERENCES budget (id, organisation_id),
        -- Nothing is paid that nobody has approved, whatever a service forgot.
        CONSTRAINT allocation_run_approved CHECK (status NOT IN ('approved', 'funded', 'distributed') OR approved_at IS NOT NULL),
        CONSTRAINT allocation_run_locked CHECK (status IN ('draft', 'previewed', 'void') OR locked_by IS NOT NULL AND inputs_sha256 IS NOT NULL)
      );
      CREATE INDEX allocation_run_budget ON allocation_run (budget_id, created_at DESC, id DESC);
      CREATE INDEX allocation_run_organisation ON allocation_run (organisation_id, status);
      -- One at a time, so that no two of them count on the same cap and the same reserve.
      CREATE UNIQUE INDEX allocation_run_open ON allocation_run (budget_id) WHERE status NOT IN ('distributed', 'void');

      -- The two texts of a run: what it saw, and what follows.
      CREATE TABLE allocation_plan (
        run_id uuid CONSTRAINT allocation_plan_pk PRIMARY KEY,
        organisation_id uuid NOT NULL,
        inputs text NOT NULL,
        result text NOT NULL,
        -- Whether the points in it are those of full fragility, which is need-to-know, and not of bands.
        is_full boolean NOT NULL,
        CONSTRAINT allocation_plan_run_fk FOREIGN KEY (run_id, organisation_id) REFERENCES allocation_run (id, organisation_id)
      );
      CREATE FUNCTION refuse_change_of_locked_plan() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT status FROM allocation_run WHERE id = OLD.run_id) IN ('draft', 'previewed') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'the plan of run % is locked', OLD.run_id USING ERRCODE = 'MS041';
      END $$;
      CREATE TRIGGER allocation_plan_frozen BEFORE UPDATE ON allocation_plan FOR EACH ROW EXECUTE FUNCTION refuse_change_of_locked_plan();

      CREATE TABLE allocation_line (
        run_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        position int NOT NULL CONSTRAINT allocation_line_position CHECK (position > 0),
        need_id uuid NOT NULL CONSTRAINT allocation_line_need_fk REFERENCES need (id),
        project_id uuid NOT NULL CONSTRAINT allocation_line_project_fk REFERENCES project (id),
        tenths int NOT NULL,
        tier text NOT NULL,
        weight int NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT allocation_line_amount CHECK (amount_minor >= 0),
        -- Why it gets nothing.
        reason text,
        opens_at_minor bigint,
        parts jsonb NOT NULL,
        -- Of the amount, what was promised at the approval; less when the need could not take all of it any more.
        promised_minor bigint CONSTRAINT allocation_line_promised CHECK (promised_minor BETWEEN 0 AND amount_minor),
        shortage text CONSTRAINT allocation_line_shortage CHECK (shortage IN ('GAP_SHRANK', 'NEED_NOT_OPEN', 'NOT_VERIFIED')),
        pledge_id uuid CONSTRAINT allocation_line_pledge UNIQUE CONSTRAINT allocation_line_pledge_fk REFERENCES pledge (id),
        -- Paid and not placed: what of it is held, until when, and what becomes of it then.
        held_minor bigint CONSTRAINT allocation_line_held CHECK (held_minor > 0),
        held_until timestamptz,
        held_fallback text CONSTRAINT allocation_line_fallback CHECK (held_fallback IN ('ROLL_OVER', 'BALANCE')),
        held_outcome text CONSTRAINT allocation_line_outcome CHECK (held_outcome IN ('ROLL_OVER', 'BALANCE')),
        rolled_into uuid CONSTRAINT allocation_line_rolled_into_fk REFERENCES allocation_run (id),
        CONSTRAINT allocation_line_pk PRIMARY KEY (run_id, position),
        CONSTRAINT allocation_line_need_once UNIQUE (run_id, need_id),
        CONSTRAINT allocation_line_run_fk FOREIGN KEY (run_id, organisation_id) REFERENCES allocation_run (id, organisation_id),
        CONSTRAINT allocation_line_held_whole CHECK ((held_minor IS NULL) = (held_until IS NULL) AND (held_minor IS NULL) = (held_fallback IS NULL))
      );
      CREATE INDEX allocation_line_held_open ON allocation_line (organisation_id, held_until) WHERE held_minor IS NOT NULL AND held_outcome IS NULL;

      ALTER TABLE payment ADD COLUMN allocation_run_id uuid CONSTRAINT payment_allocation_run_fk REFERENCES allocation_run (id);
      ALTER TABLE payment ADD CONSTRAINT payment_allocation_run_alone CHECK (allocation_run_id IS NULL OR pledge_id IS NULL);
      -- However often it is asked for, a run is paid by one payment.
      CREATE UNIQUE INDEX payment_allocation_run ON payment (allocation_run_id) WHERE allocation_run_id IS NOT NULL;

      -- What an invoice says it is for, in minor units that add up to its amount; null for one line with the description.
      ALTER TABLE invoice ADD COLUMN lines jsonb CONSTRAINT invoice_lines CHECK (jsonb_array_length(lines) BETWEEN 1 AND 250);

      ALTER TABLE pledge DROP CONSTRAINT pledge_charge_time;
      ALTER TABLE pledge ADD CONSTRAINT pledge_charge_time CHECK (charge_time = 'now'
        OR charge_time IN ('goal', 'day') AND method IN ('invoice', 'saved_method') OR charge_time = 'run' AND method = 'balance');

      ALTER TABLE budget_policy ENABLE ROW LEVEL SECURITY;
      ALTER TABLE budget_policy FORCE ROW LEVEL SECURITY;
      CREATE POLICY budget_policy_cleared ON budget_policy USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE allocation_plan ENABLE ROW LEVEL SECURITY;
      ALTER TABLE allocation_plan FORCE ROW LEVEL SECURITY;
      CREATE POLICY allocation_plan_cleared ON allocation_plan USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE allocation_line ENABLE ROW LEVEL SECURITY;
      ALTER TABLE allocation_line FORCE ROW LEVEL SECURITY;
      CREATE POLICY allocation_line_cleared ON allocation_line USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));

      GRANT SELECT, INSERT, UPDATE ON budget, allocation_run, allocation_plan, allocation_line TO mainstay_app;
      -- A preview replaces the lines of the one before.
      GRANT DELETE ON allocation_line TO mainstay_app;
      GRANT SELECT, INSERT ON budget_policy TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
