import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hours and things that organisations give instead of money. */
export class InKind1763902600000 implements MigrationInterface {
  name = 'InKind1763902600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CONTRIBUTIONS);
    await queryRunner.query(RIGHTS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const CONTRIBUTIONS = `
  SET LOCAL lock_timeout = '2s';

  CREATE TABLE in_kind_contribution (
    id uuid CONSTRAINT in_kind_contribution_pk PRIMARY KEY,
    need_id uuid NOT NULL CONSTRAINT in_kind_contribution_need_fk REFERENCES need (id),
    organisation_id uuid NOT NULL CONSTRAINT in_kind_contribution_organisation_fk REFERENCES organisation (id),
    offered_by uuid NOT NULL CONSTRAINT in_kind_contribution_offered_by_fk REFERENCES person (id),
    kind text NOT NULL CONSTRAINT in_kind_contribution_kind CHECK (kind IN ('time', 'in_kind')),
    description text NOT NULL CONSTRAINT in_kind_contribution_description CHECK (length(description) BETWEEN 1 AND 2000),
    amount_minor bigint NOT NULL CONSTRAINT in_kind_contribution_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    value_source text,
    delivered_minor bigint NOT NULL DEFAULT 0,
    status text NOT NULL CONSTRAINT in_kind_contribution_status CHECK (status IN
      ('promised', 'accepted', 'delivered', 'declined', 'lapsed', 'withdrawn')),
    offered_at timestamptz NOT NULL,
    lapses_at timestamptz NOT NULL,
    accepted_at timestamptz,
    accepted_by uuid CONSTRAINT in_kind_contribution_accepted_by_fk REFERENCES person (id),
    ended_at timestamptz,
    end_reason text CONSTRAINT in_kind_contribution_reason CHECK (length(end_reason) BETWEEN 1 AND 500),
    version int NOT NULL DEFAULT 1,
    CONSTRAINT in_kind_contribution_offer UNIQUE (id, offered_by),
    CONSTRAINT in_kind_contribution_unit CHECK ((kind = 'time') = (currency = 'XHR')),
    CONSTRAINT in_kind_contribution_value CHECK (kind = 'time' OR value_source IS NOT NULL),
    CONSTRAINT in_kind_contribution_delivered CHECK (
      delivered_minor BETWEEN 0 AND amount_minor AND (status = 'delivered') = (delivered_minor = amount_minor)),
    CONSTRAINT in_kind_contribution_accepted CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)
      AND (status NOT IN ('accepted', 'delivered') OR accepted_at IS NOT NULL)),
    CONSTRAINT in_kind_contribution_ended CHECK ((status IN ('promised', 'accepted')) = (ended_at IS NULL)),
    CONSTRAINT in_kind_contribution_reasoned CHECK ((status IN ('declined', 'withdrawn')) = (end_reason IS NOT NULL)),
    -- Separation of duties is a rule of the database, whatever a service forgot.
    CONSTRAINT in_kind_contribution_two_people CHECK (accepted_by <> offered_by)
  );
  CREATE INDEX in_kind_contribution_of_need ON in_kind_contribution (need_id, offered_at DESC, id DESC);
  CREATE INDEX in_kind_contribution_organisation ON in_kind_contribution (organisation_id, offered_at DESC, id DESC);

  -- What has arrived, in the words of whoever got it. Who gave it is on the row, so that nobody confirms what is their own.
  CREATE TABLE in_kind_delivery (
    id uuid CONSTRAINT in_kind_delivery_pk PRIMARY KEY,
    contribution_id uuid NOT NULL,
    offered_by uuid NOT NULL,
    amount_minor bigint NOT NULL CONSTRAINT in_kind_delivery_amount CHECK (amount_minor > 0),
    note text NOT NULL CONSTRAINT in_kind_delivery_note CHECK (length(note) BETWEEN 1 AND 2000),
    evidence_url text CONSTRAINT in_kind_delivery_evidence CHECK (evidence_url ~ '^https://' AND length(evidence_url) <= 2000),
    confirmed_by uuid NOT NULL CONSTRAINT in_kind_delivery_confirmed_by_fk REFERENCES person (id),
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT in_kind_delivery_offer_fk FOREIGN KEY (contribution_id, offered_by) REFERENCES in_kind_contribution (id, offered_by),
    CONSTRAINT in_kind_delivery_two_people CHECK (confirmed_by <> offered_by)
  );
  CREATE INDEX in_kind_delivery_contribution ON in_kind_delivery (contribution_id, confirmed_at);
`;

const RIGHTS = `
  GRANT SELECT, INSERT, UPDATE ON in_kind_contribution TO mainstay_app;
  GRANT SELECT, INSERT ON in_kind_delivery TO mainstay_app;
`;
