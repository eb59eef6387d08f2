import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Products, uploads, and what was read out of them. */
export class Inventory1763900000700 implements MigrationInterface {
  name = 'Inventory1763900000700';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE product (
        id uuid CONSTRAINT product_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT product_organisation_fk REFERENCES organisation (id),
        name text NOT NULL CONSTRAINT product_name CHECK (length(name) BETWEEN 1 AND 100),
        business_weight double precision NOT NULL DEFAULT 1 CONSTRAINT product_weight CHECK (business_weight BETWEEN 0.1 AND 10),
        current_inventory_id uuid,
        created_at timestamptz NOT NULL,
        -- Out of use: it counts in no figure and takes no upload, and can be taken back.
        archived_at timestamptz,
        CONSTRAINT product_once UNIQUE (organisation_id, name),
        CONSTRAINT product_of_organisation UNIQUE (id, organisation_id)
      );

      CREATE TABLE upload (
        id uuid CONSTRAINT upload_pk PRIMARY KEY,
        purpose text NOT NULL CONSTRAINT upload_purpose CHECK (purpose IN ('SBOM', 'EVIDENCE', 'HISTORY')),
        person_id uuid NOT NULL CONSTRAINT upload_person_fk REFERENCES person (id),
        organisation_id uuid CONSTRAINT upload_organisation_fk REFERENCES organisation (id),
        product_id uuid,
        file_name text NOT NULL CONSTRAINT upload_file_name CHECK (length(file_name) BETWEEN 1 AND 200),
        status text NOT NULL CONSTRAINT upload_status CHECK (status IN ('open', 'receiving', 'received', 'ready', 'rejected')),
        size_bytes bigint,
        sha256 text,
        refusal jsonb,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        last_bytes_at timestamptz,
        received_at timestamptz,
        -- How far the reader is; of no consequence, and therefore not in the log.
        progress jsonb,
        -- What the file was read into: also of an earlier upload of the same bytes.
        inventory_id uuid,
        CONSTRAINT upload_owner CHECK ((purpose = 'SBOM') = (product_id IS NOT NULL) AND (product_id IS NULL) = (organisation_id IS NULL)),
        CONSTRAINT upload_product_fk FOREIGN KEY (product_id, organisation_id) REFERENCES product (id, organisation_id),
        CONSTRAINT upload_received CHECK ((status IN ('received', 'ready', 'rejected')) = (sha256 IS NOT NULL))
      );
      CREATE INDEX upload_product ON upload (product_id, created_at DESC);

      CREATE TABLE inventory (
        id uuid CONSTRAINT inventory_pk PRIMARY KEY,
        organisation_id uuid NOT NULL,
        product_id uuid NOT NULL,
        upload_id uuid NOT NULL CONSTRAINT inventory_upload UNIQUE CONSTRAINT inventory_upload_fk REFERENCES upload (id),
        sha256 text NOT NULL,
        -- Readers learn; what an older one made of the same bytes is not what this one would make of them.
        reader_version int NOT NULL,
        component_count int NOT NULL,
        package_count int NOT NULL,
        edge_count int NOT NULL,
        direct_count int NOT NULL,
        resolved_count int NOT NULL,
        unreached_count int NOT NULL,
        max_depth int,
        cycle_count int NOT NULL,
        flags text[] NOT NULL,
        quality jsonb NOT NULL,
        warnings jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT inventory_product_fk FOREIGN KEY (product_id, organisation_id) REFERENCES product (id, organisation_id),
        CONSTRAINT inventory_of_organisation UNIQUE (id, organisation_id)
      );
      CREATE INDEX inventory_product ON inventory (product_id, created_at DESC, id DESC);
      ALTER TABLE product ADD CONSTRAINT product_current_inventory_fk FOREIGN KEY (current_inventory_id, organisation_id) REFERENCES inventory (id, organisation_id);
      ALTER TABLE upload ADD CONSTRAINT upload_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id);

      -- The files of an inventory: one, or those of a zip.
      CREATE TABLE inventory_document (
        inventory_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        position int NOT NULL,
        path text NOT NULL,
        format text NOT NULL,
        format_version text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 text NOT NULL,
        entry_count int NOT NULL,
        edge_count int NOT NULL,
        direct_count int,
        quality jsonb NOT NULL,
        CONSTRAINT inventory_document_pk PRIMARY KEY (inventory_id, position),
        CONSTRAINT inventory_document_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id)
      );

      -- Whether a document is what the published schema of its format says: a matter of its bytes, whatever inventories it is in.
      CREATE TABLE document_conformance (
        organisation_id uuid NOT NULL CONSTRAINT document_conformance_organisation_fk REFERENCES organisation (id),
        sha256 text NOT NULL,
        -- Schemas are corrected; what was compared with older ones is compared again when the document comes again.
        checker_version int NOT NULL,
        result text NOT NULL CONSTRAINT document_conformance_result CHECK (result IN ('yes', 'no', 'not_checked')),
        schema text,
        reason text,
        error_count int NOT NULL,
        errors jsonb NOT NULL,
        checked_at timestamptz NOT NULL,
        CONSTRAINT document_conformance_pk PRIMARY KEY (organisation_id, sha256, checker_version),
        CONSTRAINT document_conformance_whole CHECK ((result = 'not_checked') = (reason IS NOT NULL)
          AND (result = 'not_checked') = (schema IS NULL) AND (result = 'no') = (error_count > 0))
      );

      -- Edges as compressed sparse rows of 32-bit numbers, little-endian: they are followed as a whole, never joined one by one.
      CREATE TABLE inventory_graph (
        inventory_id uuid CONSTRAINT inventory_graph_pk PRIMARY KEY,
        organisation_id uuid NOT NULL,
        offsets bytea NOT NULL,
        targets bytea NOT NULL,
        kinds bytea NOT NULL,
        CONSTRAINT inventory_graph_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id)
      );

      CREATE TABLE inventory_component (
        inventory_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        ordinal int NOT NULL,
        is_first_party boolean NOT NULL,
        name text NOT NULL,
        version text,
        package_url text,
        purl_key text,
        depth int,
        parent_ordinal int,
        paths double precision NOT NULL,
        gateways int NOT NULL,
        scope text NOT NULL,
        repository_url text,
        project_id uuid CONSTRAINT inventory_component_project_fk REFERENCES project (id),
        confidence int,
        CONSTRAINT inventory_component_pk PRIMARY KEY (inventory_id, ordinal),
        CONSTRAINT inventory_component_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id),
        CONSTRAINT inventory_component_resolved CHECK ((project_id IS NULL) = (confidence IS NULL))
      );
      CREATE INDEX inventory_component_key ON inventory_component (purl_key, inventory_id);

      -- All packages of one project in one product, taken together; the union of gateways cannot be added up later.
      CREATE TABLE project_use (
        inventory_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        project_id uuid NOT NULL CONSTRAINT project_use_project_fk REFERENCES project (id),
        depth int,
        gateways int NOT NULL,
        scope text NOT NULL,
        versions text[] NOT NULL,
        CONSTRAINT project_use_pk PRIMARY KEY (inventory_id, project_id),
        CONSTRAINT project_use_inventory_fk FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory (id, organisation_id)
      );

      CREATE TABLE evidence (
        id uuid CONSTRAINT evidence_pk PRIMARY KEY,
        milestone_id uuid NOT NULL CONSTRAINT evidence_milestone_fk REFERENCES milestone (id),
        upload_id uuid NOT NULL CONSTRAINT evidence_upload UNIQUE CONSTRAINT evidence_upload_fk REFERENCES upload (id),
        submitted_by uuid NOT NULL CONSTRAINT evidence_submitted_by_fk REFERENCES person (id),
        note text NOT NULL,
        -- Until then nobody but the maintainer and reviewers sees it: a fix that is not published yet helps attackers first.
        embargoed_until timestamptz,
        -- The same bytes are never paid for twice, by whichever funder (I-17).
        sha256 text NOT NULL CONSTRAINT evidence_digest UNIQUE,
        submitted_at timestamptz NOT NULL,
        CONSTRAINT evidence_embargo CHECK (embargoed_until > submitted_at)
      );
      CREATE INDEX evidence_milestone ON evidence (milestone_id);

      CREATE TABLE review (
        id uuid CONSTRAINT review_pk PRIMARY KEY,
        milestone_id uuid NOT NULL CONSTRAINT review_milestone_fk REFERENCES milestone (id),
        reviewer_id uuid NOT NULL CONSTRAINT review_reviewer_fk REFERENCES person (id),
        decision text NOT NULL CONSTRAINT review_decision CHECK (decision IN ('accept', 'request_changes')),
        reasons text NOT NULL CONSTRAINT review_reasons CHECK (length(reasons) BETWEEN 1 AND 10000),
        decided_at timestamptz NOT NULL
      );
      CREATE INDEX review_milestone ON review (milestone_id, decided_at);
      CREATE TRIGGER review_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- What a company ships maps its attack surface. Whatever a statement forgets, it reaches no rows of others; each table
      -- carries the organisation itself, tied to its parent, so that a policy needs no look at another table.
      ALTER TABLE product ENABLE ROW LEVEL SECURITY;
      ALTER TABLE product FORCE ROW LEVEL SECURITY;
      CREATE POLICY product_cleared ON product USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE inventory ENABLE ROW LEVEL SECURITY;
      ALTER TABLE inventory FORCE ROW LEVEL SECURITY;
      CREATE POLICY inventory_cleared ON inventory USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE inventory_component ENABLE ROW LEVEL SECURITY;
      ALTER TABLE inventory_component FORCE ROW LEVEL SECURITY;
      CREATE POLICY inventory_component_cleared ON inventory_component USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE inventory_document ENABLE ROW LEVEL SECURITY;
      ALTER TABLE inventory_document FORCE ROW LEVEL SECURITY;
      CREATE POLICY inventory_document_cleared ON inventory_document USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE document_conformance ENABLE ROW LEVEL SECURITY;
      ALTER TABLE document_conformance FORCE ROW LEVEL SECURITY;
      CREATE POLICY document_conformance_cleared ON document_conformance USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE inventory_graph ENABLE ROW LEVEL SECURITY;
      ALTER TABLE inventory_graph FORCE ROW LEVEL SECURITY;
      CREATE POLICY inventory_graph_cleared ON inventory_graph USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE project_use ENABLE ROW LEVEL SECURITY;
      ALTER TABLE project_use FORCE ROW LEVEL SECURITY;
      CREATE POLICY project_use_cleared ON project_use USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      -- A file for a product belongs to its organisation, any other to who sent it.
      ALTER TABLE upload ENABLE ROW LEVEL SECURITY;
      ALTER TABLE upload FORCE ROW LEVEL SECURITY;
      CREATE POLICY upload_cleared ON upload USING (CASE WHEN organisation_id IS NULL
        THEN person_id = ANY ((SELECT cleared_subjects())::uuid[]) ELSE organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) END);

      ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
      ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
      CREATE POLICY evidence_cleared ON evidence USING (
        embargoed_until IS NULL OR embargoed_until <= (SELECT cleared_at()) OR submitted_by = ANY ((SELECT cleared_subjects())::uuid[])
        OR EXISTS (SELECT 1 FROM membership_role held JOIN organisation ON organisation.id = held.organisation_id
                    WHERE held.person_id = ANY (cleared_subjects()) AND held.role = 'reviewer' AND organisation.kind = 'FOUNDATION'));
      -- Why a reviewer decided is between the reviewer and the maintainer.
      ALTER TABLE review ENABLE ROW LEVEL SECURITY;
      ALTER TABLE review FORCE ROW LEVEL SECURITY;
      CREATE POLICY review_cleared ON review USING (
        reviewer_id = ANY ((SELECT cleared_subjects())::uuid[])
        OR EXISTS (SELECT 1 FROM milestone JOIN need ON need.id = milestone.need_id
                    WHERE milestone.id = milestone_id AND need.recipient_person_id = ANY (cleared_subjects())));

      GRANT SELECT, INSERT, UPDATE ON product, upload TO mainstay_app;
      GRANT SELECT, INSERT ON inventory, inventory_document, document_conformance, inventory_graph, inventory_component, project_use, evidence, review TO mainstay_app;
      -- A document for which there was no schema is compared when there is one.
      GRANT UPDATE (result, schema, reason, error_count, errors, checked_at) ON document_conformance TO mainstay_app;
      -- The catalogue learns after an inventory was read; nothing else of an inventory changes.
      GRANT UPDATE (resolved_count) ON inventory TO mainstay_app;
      GRANT UPDATE (project_id, confidence) ON inventory_component TO mainstay_app;
      GRANT DELETE ON project_use TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
