import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The double-entry ledger. What a service could forget is refused here: transactions sum to zero per currency, are
 * sealed when their database transaction ends, and are never changed; accounts with a floor never pass it.
 */
export class Ledger1763900000200 implements MigrationInterface {
  name = 'Ledger1763900000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(POSTING_FUNCTION);
    await queryRunner.query(RIGHTS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const TABLES = `
  SET LOCAL lock_timeout = '2s';

  CREATE TABLE ledger_account_kind (
    code text CONSTRAINT ledger_account_kind_pk PRIMARY KEY,
    book text NOT NULL CONSTRAINT ledger_account_kind_book CHECK (book IN ('cash', 'memo')),
    side text NOT NULL CONSTRAINT ledger_account_kind_side CHECK (side IN ('debit', 'credit')),
    has_floor boolean NOT NULL
  );
  INSERT INTO ledger_account_kind (code, book, side, has_floor) VALUES
    ('stripe.balance', 'cash', 'debit', false),
    ('stripe.clearing', 'cash', 'debit', false),
    ('bank.transit', 'cash', 'debit', false),
    ('bank.operating', 'cash', 'debit', false),
    ('held.org', 'cash', 'credit', true),
    ('held.pledge', 'cash', 'credit', true),
    ('held.milestone', 'cash', 'credit', true),
    ('held.grant', 'cash', 'credit', true),
    ('held.tranche', 'cash', 'credit', true),
    ('held.pool', 'cash', 'credit', true),
    ('payable', 'cash', 'credit', true),
    ('transfer.clearing', 'cash', 'credit', true),
    ('refund.payable', 'cash', 'credit', true),
    ('unapplied', 'cash', 'credit', true),
    ('dispute.receivable', 'cash', 'debit', true),
    ('clawback', 'cash', 'debit', true),
    ('income.platform_fee', 'cash', 'credit', false),
    ('expense.processing', 'cash', 'debit', false),
    ('expense.dispute_fee', 'cash', 'debit', false),
    ('expense.connect', 'cash', 'debit', false),
    ('expense.chargeback_loss', 'cash', 'debit', false),
    ('expense.writeoff', 'cash', 'debit', false),
    ('fx.loss', 'cash', 'debit', false),
    ('fx.gain', 'cash', 'credit', false),
    ('fx.position', 'cash', 'debit', false),
    ('equity.float', 'cash', 'credit', false),
    ('memo.commitment', 'memo', 'debit', false),
    ('memo.pledged', 'memo', 'credit', false),
    ('memo.inkind_due', 'memo', 'debit', false),
    ('memo.inkind', 'memo', 'credit', false),
    ('mirror.connected', 'memo', 'debit', false),
    ('mirror.payout_transit', 'memo', 'debit', false),
    ('mirror.bank', 'memo', 'debit', false),
    ('mirror.source', 'memo', 'credit', false);

  CREATE TABLE ledger_account (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ledger_account_pk PRIMARY KEY,
    code text NOT NULL CONSTRAINT ledger_account_code_fk REFERENCES ledger_account_kind (code),
    owner text NOT NULL,
    currency char(3) NOT NULL CONSTRAINT ledger_account_currency CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT ledger_account_identity UNIQUE (code, owner, currency),
    CONSTRAINT ledger_account_with_currency UNIQUE (id, currency)
  );

  CREATE TABLE ledger_tx (
    id uuid CONSTRAINT ledger_tx_pk PRIMARY KEY,
    book text NOT NULL CONSTRAINT ledger_tx_book CHECK (book IN ('cash', 'memo')),
    kind text NOT NULL CONSTRAINT ledger_tx_kind CHECK (kind ~ '^[a-z_]+$'),
    idem text NOT NULL CONSTRAINT ledger_tx_idem UNIQUE,
    digest text NOT NULL CONSTRAINT ledger_tx_digest CHECK (digest ~ '^[0-9a-f]{64}$'),
    occurred_at timestamptz NOT NULL,
    posted_at timestamptz NOT NULL,
    cause jsonb NOT NULL,
    stripe_txn text CONSTRAINT ledger_tx_stripe_txn UNIQUE,
    reverses uuid CONSTRAINT ledger_tx_reverses UNIQUE CONSTRAINT ledger_tx_reverses_fk REFERENCES ledger_tx (id),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
  );
  CREATE INDEX ledger_tx_posted_at ON ledger_tx (posted_at, id);

  CREATE TABLE ledger_posting (
    tx_id uuid NOT NULL,
    seq int NOT NULL,
    account_id bigint NOT NULL,
    currency char(3) NOT NULL,
    amount bigint NOT NULL CONSTRAINT ledger_posting_amount CHECK (amount <> 0),
    CONSTRAINT ledger_posting_pk PRIMARY KEY (tx_id, seq)
  );
  -- Transactions and accounts are never removed, so it is enough that they exist when a row is inserted; the trigger
  -- below checks that. Foreign keys would lock the rows of the platform's accounts at every posting, for everybody.
  CREATE INDEX ledger_posting_account ON ledger_posting (account_id, tx_id);

  -- Only accounts with a floor keep a balance row; it is what is locked. Platform-wide accounts are sums of postings.
  CREATE TABLE ledger_balance (
    account_id bigint CONSTRAINT ledger_balance_pk PRIMARY KEY CONSTRAINT ledger_balance_account_fk REFERENCES ledger_account (id),
    side text NOT NULL,
    balance bigint NOT NULL DEFAULT 0,
    CONSTRAINT ledger_balance_floor CHECK (CASE side WHEN 'debit' THEN balance >= 0 ELSE balance <= 0 END)
  );
`;

const TRIGGERS = `
  -- Accounts with a floor get their balance row with the account, so that there is always a row to lock.
  CREATE FUNCTION ledger_open_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO ledger_balance (account_id, side)
      SELECT NEW.id, kind.side FROM ledger_account_kind kind WHERE kind.code = NEW.code AND kind.has_floor;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_account_open_balance AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_open_balance();

  -- Sealing, books and floors are checked for all rows of a statement at once. A connection plans this once, often
  -- while the tables are still empty; without the settings that plan would read whole tables for ever.
  CREATE FUNCTION ledger_apply_postings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    is_unknown boolean;
    is_sealed boolean;
    is_foreign boolean;
  BEGIN
    SELECT bool_or(tx.id IS NULL OR account.id IS NULL), bool_or(tx.xid <> pg_current_xact_id()), bool_or(kind.book <> tx.book)
      INTO is_unknown, is_sealed, is_foreign
      FROM inserted
      LEFT JOIN ledger_tx tx ON tx.id = inserted.tx_id
      LEFT JOIN ledger_account account ON account.id = inserted.account_id AND account.currency = inserted.currency
      LEFT JOIN ledger_account_kind kind ON kind.code = account.code;
    IF is_unknown THEN
      RAISE EXCEPTION 'a posting names a transaction or an account of its currency that does not exist' USING ERRCODE = 'MS008';
    END IF;
    IF is_sealed THEN
      RAISE EXCEPTION 'a ledger transaction takes no posting after its own database transaction' USING ERRCODE = 'MS002';
    END IF;
    IF is_foreign THEN
      RAISE EXCEPTION 'an account belongs to another book than its transaction' USING ERRCODE = 'MS003';
    END IF;
    PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM inserted) ORDER BY account_id FOR UPDATE;
    UPDATE ledger_balance SET balance = ledger_balance.balance + delta.amount
      FROM (SELECT account_id, sum(amount)::bigint AS amount FROM inserted GROUP BY account_id) AS delta
     WHERE ledger_balance.account_id = delta.account_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_posting_apply AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_postings();

  -- The second net behind the posting function: what is committed balances, whoever inserted it.
  CREATE FUNCTION ledger_check_tx() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    rows_of_tx int;
    stripe_rows int;
    unbalanced int;
  BEGIN
    SELECT coalesce(sum(rows), 0), coalesce(sum(on_stripe), 0), count(*) FILTER (WHERE total <> 0)
      INTO rows_of_tx, stripe_rows, unbalanced
      FROM (SELECT count(*) AS rows, count(*) FILTER (WHERE account.code = 'stripe.balance') AS on_stripe, sum(posting.amount) AS total
              FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
             WHERE posting.tx_id = NEW.id GROUP BY posting.currency) AS by_currency;
    IF unbalanced > 0 THEN
      RAISE EXCEPTION 'the postings of % do not sum to zero', NEW.idem USING ERRCODE = 'MS004';
    END IF;
    IF rows_of_tx < 2 THEN
      RAISE EXCEPTION '% has fewer than two postings', NEW.idem USING ERRCODE = 'MS004';
    END IF;
    IF stripe_rows <> (NEW.stripe_txn IS NOT NULL)::int THEN
      RAISE EXCEPTION '%: a row on stripe.balance stands for exactly one balance transaction of Stripe', NEW.idem USING ERRCODE = 'MS005';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER ledger_tx_check AFTER INSERT ON ledger_tx
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_tx();

  CREATE TRIGGER ledger_tx_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_tx FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER ledger_posting_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER ledger_account_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER ledger_account_kind_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const POSTING_FUNCTION = `
  -- The one way in: a whole transaction in one round trip. The same idem with the same digest answers with the first
  -- transaction; with another digest it is refused.
  CREATE FUNCTION ledger_post(
    p_id uuid, p_book text, p_kind text, p_idem text, p_digest text, p_occurred_at timestamptz, p_posted_at timestamptz,
    p_cause jsonb, p_stripe_txn text, p_reverses uuid,
    p_codes text[], p_owners text[], p_currencies text[], p_amounts bigint[],
    OUT tx_id uuid, OUT created boolean
  ) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    known_digest text;
  BEGIN
    INSERT INTO ledger_tx (id, book, kind, idem, digest, occurred_at, posted_at, cause, stripe_txn, reverses)
      VALUES (p_id, p_book, p_kind, p_idem, p_digest, p_occurred_at, p_posted_at, p_cause, p_stripe_txn, p_reverses)
      ON CONFLICT ON CONSTRAINT ledger_tx_idem DO NOTHING;
    IF NOT FOUND THEN
      SELECT id, digest INTO tx_id, known_digest FROM ledger_tx WHERE idem = p_idem;
      IF known_digest <> p_digest THEN
        RAISE EXCEPTION '% was posted before with other rows', p_idem USING ERRCODE = 'MS006';
      END IF;
      created := false;
      RETURN;
    END IF;

    -- In one order everywhere, so that two transactions that open the same accounts cannot wait for each other.
    INSERT INTO ledger_account (code, owner, currency)
      SELECT DISTINCT entry.code, entry.owner, entry.currency
        FROM unnest(p_codes, p_owners, p_currencies) AS entry (code, owner, currency)
       WHERE NOT EXISTS (SELECT 1 FROM ledger_account known
                          WHERE known.code = entry.code AND known.owner = entry.owner AND known.currency = entry.currency)
       ORDER BY 1, 2, 3
      ON CONFLICT ON CONSTRAINT ledger_account_identity DO NOTHING;

    INSERT INTO ledger_posting (tx_id, seq, account_id, currency, amount)
      SELECT p_id, entry.seq, account.id, account.currency, entry.amount
        FROM unnest(p_codes, p_owners, p_currencies, p_amounts) WITH ORDINALITY AS entry (code, owner, currency, amount, seq)
        JOIN ledger_account account ON account.code = entry.code AND account.owner = entry.owner AND account.currency = entry.currency;
    tx_id := p_id;
    created := true;
  END $$;
`;

const RIGHTS = `
  REVOKE ALL ON FUNCTION ledger_post FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ledger_post TO mainstay_app;
  GRANT SELECT ON ledger_account_kind, ledger_account, ledger_tx, ledger_posting, ledger_balance TO mainstay_app;
`;
