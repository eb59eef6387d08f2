import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the audit log publishes: signed checkpoints, the keys that check them, and the upper levels of its tiles. */
export class AuditPublication1763900000800 implements MigrationInterface {
  name = 'AuditPublication1763900000800';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- Every key that ever signed: after a rotation the old checkpoints can still be checked.
      CREATE TABLE audit_verifier_key (
        verifier text CONSTRAINT audit_verifier_key_pk PRIMARY KEY,
        origin text NOT NULL,
        first_used_at timestamptz NOT NULL
      );

      CREATE TABLE audit_checkpoint (
        size bigint NOT NULL CONSTRAINT audit_checkpoint_size CHECK (size > 0),
        verifier text NOT NULL CONSTRAINT audit_checkpoint_verifier_fk REFERENCES audit_verifier_key (verifier),
        root bytea NOT NULL CONSTRAINT audit_checkpoint_root CHECK (length(root) = 32),
        note text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT audit_checkpoint_pk PRIMARY KEY (size, verifier)
      );

      -- Roots of full tiles, so that a proof reads some tiles and not the whole log. Level 0 are the leaves themselves.
      CREATE TABLE audit_tile_root (
        level smallint NOT NULL CONSTRAINT audit_tile_root_level CHECK (level > 0),
        index bigint NOT NULL,
        hash bytea NOT NULL CONSTRAINT audit_tile_root_hash CHECK (length(hash) = 32),
        CONSTRAINT audit_tile_root_pk PRIMARY KEY (level, index)
      );

      -- Salts of commitments. Deleting one makes its commitment say nothing for ever, which is what erasure does.
      CREATE TABLE commitment_salt (
        commitment text CONSTRAINT commitment_salt_pk PRIMARY KEY,
        subject text NOT NULL,
        name text NOT NULL,
        salt bytea NOT NULL CONSTRAINT commitment_salt_length CHECK (length(salt) = 32)
      );
      CREATE INDEX commitment_salt_subject ON commitment_salt (subject);

      CREATE TRIGGER audit_verifier_key_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_verifier_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_checkpoint_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_tile_root_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tile_root FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT ON audit_verifier_key, audit_checkpoint, audit_tile_root TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON commitment_salt TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
