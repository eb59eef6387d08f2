import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log: entries, and their places as leaves of an RFC 9162 Merkle tree. Entries are the last that a transaction
 * writes, so that the lock on the head of the log is the last one taken and the shortest held.
 */
export class Audit1763900000300 implements MigrationInterface {
  name = 'Audit1763900000300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE audit_entry (
        id uuid CONSTRAINT audit_entry_pk PRIMARY KEY,
        -- The bytes that are hashed. The column below is read out of it, so that it cannot say anything else.
        canonical text NOT NULL,
        subject text NOT NULL GENERATED ALWAYS AS (canonical::jsonb ->> 'subject') STORED,
        -- The place and the hash of the leaf; the trigger below fills them in.
        seq bigint NOT NULL CONSTRAINT audit_entry_seq UNIQUE,
        leaf_hash bytea NOT NULL
      );
      CREATE INDEX audit_entry_subject ON audit_entry (subject, id);

      -- The right edge of the tree: the roots of its full subtrees, largest first. It is all that an append needs.
      CREATE TABLE audit_head (
        id boolean CONSTRAINT audit_head_pk PRIMARY KEY DEFAULT true CONSTRAINT audit_head_one_row CHECK (id),
        size bigint NOT NULL,
        edge bytea[] NOT NULL
      );
      INSERT INTO audit_head (size, edge) VALUES (0, '{}');

      -- The edge after one more leaf: each trailing one of the size is a full subtree that joins with the new node.
      CREATE FUNCTION audit_edge(size bigint, edge bytea[], leaf bytea) RETURNS bytea[] LANGUAGE plpgsql IMMUTABLE AS $$
      DECLARE
        node bytea := leaf;
      BEGIN
        WHILE size % 2 = 1 LOOP
          node := sha256('\\x01'::bytea || edge[cardinality(edge)] || node);
          edge := edge[:cardinality(edge) - 1];
          size := size / 2;
        END LOOP;
        RETURN edge || node;
      END $$;

      -- The update takes the lock on the head. It is in one message with the COMMIT, so others wait the shortest time.
      CREATE FUNCTION audit_sequence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.leaf_hash := sha256('\\x00'::bytea || convert_to(NEW.canonical, 'UTF8'));
        UPDATE audit_head SET size = size + 1, edge = audit_edge(size, edge, NEW.leaf_hash) RETURNING size - 1 INTO NEW.seq;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_entry_sequence BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_sequence();

      -- RFC 9162, 2.1.1: the root of an empty tree is the hash of nothing; else the edge folds from the right.
      CREATE FUNCTION audit_root(OUT size bigint, OUT root bytea) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
      DECLARE
        edge bytea[];
      BEGIN
        SELECT head.size, head.edge INTO size, edge FROM audit_head head;
        root := CASE WHEN size = 0 THEN sha256('') ELSE edge[cardinality(edge)] END;
        FOR position IN REVERSE cardinality(edge) - 1 .. 1 LOOP
          root := sha256('\\x01'::bytea || edge[position] || root);
        END LOOP;
      END $$;

      CREATE TRIGGER audit_entry_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_head_kept BEFORE DELETE OR TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT (id, canonical) ON audit_entry TO mainstay_app;
      GRANT SELECT ON audit_head TO mainstay_app;
      GRANT EXECUTE ON FUNCTION audit_root TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
