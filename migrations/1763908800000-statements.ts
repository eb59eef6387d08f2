import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rows of the ledger mean to others: the one source of statements, receipts, exports and public pages. */
export class Statements1763908800000 implements MigrationInterface {
  name = 'Statements1763908800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [INSIDE_ID, LINES, SCOPES, PROJECTS]) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const INSIDE_ID = `
  SET LOCAL lock_timeout = '2s';

  -- The UUID of an outside id, as formatId of the kernel writes it; null for anything else.
  CREATE FUNCTION inside_id(outside text) RETURNS uuid LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    body text := split_part(outside, '_', 2);
    bits text;
  BEGIN
    IF body !~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$' THEN RETURN NULL; END IF;
    SELECT string_agg((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(body, place, 1)) - 1)::bit(5)::text, '' ORDER BY place)
      INTO bits FROM generate_series(1, 26) AS place;
    RETURN (SELECT string_agg(to_hex(substr(bits, 3 + 4 * place, 4)::bit(4)::int), '' ORDER BY place)
              FROM generate_series(0, 31) AS place)::uuid;
  END;
  $$;

  -- From a pledge, a refund, a transfer, an organisation or a project to its accounts.
  CREATE INDEX ledger_account_owner ON ledger_account (inside_id(split_part(owner, '/', 1)));
  CREATE INDEX ledger_account_part ON ledger_account (inside_id(split_part(owner, '/', 2)));
  CREATE INDEX release_part_need ON release_part (need_id) WHERE need_id IS NOT NULL;
`;

const LINES = `
  -- One row for each posting, with whom and what it is about. Only left joins on keys: no posting is lost and none comes twice.
  CREATE VIEW statement_line WITH (security_invoker = true) AS
  SELECT tx.id AS tx_id, posting.seq, tx.posted_at, tx.occurred_at, tx.book, tx.kind, tx.idem, tx.cause, tx.stripe_txn, tx.digest,
         posting.account_id, account.code, account.owner, posting.currency, posting.amount,
         payment.id AS payment_id, refund.id AS refund_id, transfer.id AS transfer_id,
         pledge.id AS pledge_id, milestone.id AS milestone_id, need.id AS need_id,
         coalesce(need.project_id, CASE WHEN account.code = 'held.project' THEN named.second END, (tx.cause ->> 'projectId')::uuid) AS project_id,
         CASE WHEN account.code IN ('held.org', 'unapplied') THEN named.first
              WHEN account.code IN ('held.pledge', 'held.milestone', 'memo.commitment', 'memo.pledged') THEN pledge.organisation_id
              WHEN account.code = 'refund.payable' THEN refund.organisation_id END AS payer_id,
         CASE WHEN account.code = 'payable' THEN named.first
              WHEN account.code = 'transfer.clearing' OR account.code LIKE 'mirror.%'
              THEN coalesce(transfer.person_id, transfer.organisation_id, recipient.person_id, recipient.organisation_id) END AS payee_id
    FROM ledger_tx tx
    JOIN ledger_posting posting ON posting.tx_id = tx.id
    JOIN ledger_account account ON account.id = posting.account_id
   CROSS JOIN LATERAL (SELECT inside_id(split_part(account.owner, '/', 1)) AS first, inside_id(split_part(account.owner, '/', 2)) AS second) AS named
    LEFT JOIN refund ON refund.id = CASE WHEN account.code = 'refund.payable' THEN named.first ELSE (tx.cause ->> 'refundId')::uuid END
    LEFT JOIN transfer ON transfer.id = CASE WHEN account.code = 'transfer.clearing' THEN named.first ELSE (tx.cause ->> 'transferId')::uuid END
    LEFT JOIN invoice ON invoice.id = (tx.cause ->> 'invoiceId')::uuid
    LEFT JOIN payment ON payment.id = coalesce(refund.payment_id, (tx.cause ->> 'paymentId')::uuid, invoice.payment_id)
    LEFT JOIN pledge ON pledge.id =
         CASE WHEN account.code IN ('held.pledge', 'memo.commitment', 'memo.pledged') THEN named.first
              WHEN account.code = 'held.milestone' THEN named.second
              ELSE coalesce((tx.cause ->> 'pledgeId')::uuid, refund.pledge_id, payment.pledge_id) END
    LEFT JOIN milestone ON milestone.id =
         CASE WHEN account.code = 'held.milestone' THEN named.first ELSE (tx.cause ->> 'milestoneId')::uuid END
    LEFT JOIN need ON need.id = coalesce(pledge.need_id, milestone.need_id)
    LEFT JOIN connected_payout payout ON payout.id = (tx.cause ->> 'connectedPayoutId')::uuid
    LEFT JOIN recipient_account recipient ON recipient.id = payout.recipient_id;
`;

const SCOPES = `
  -- The accounts in which the money of a payer stands.
  CREATE VIEW payer_account WITH (security_invoker = true) AS
  SELECT inside_id(split_part(owner, '/', 1)) AS payer_id, id AS account_id FROM ledger_account WHERE code IN ('held.org', 'unapplied')
  UNION ALL
  SELECT pledge.organisation_id, account.id
    FROM pledge JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 1)) = pledge.id
   WHERE account.code IN ('held.pledge', 'memo.commitment', 'memo.pledged')
  UNION ALL
  SELECT pledge.organisation_id, account.id
    FROM pledge JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 2)) = pledge.id WHERE account.code = 'held.milestone'
  UNION ALL
  SELECT refund.organisation_id, account.id
    FROM refund JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 1)) = refund.id WHERE account.code = 'refund.payable';

  -- The accounts in which the money of a payee stands, here and at Stripe.
  CREATE VIEW payee_account WITH (security_invoker = true) AS
  SELECT inside_id(split_part(owner, '/', 1)) AS payee_id, id AS account_id FROM ledger_account WHERE code = 'payable'
  UNION ALL
  SELECT transfer.payee_id, account.id
    FROM (SELECT id, person_id AS payee_id FROM transfer WHERE person_id IS NOT NULL
          UNION ALL SELECT id, organisation_id FROM transfer WHERE organisation_id IS NOT NULL) AS transfer
    JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 1)) = transfer.id
   WHERE account.code = 'transfer.clearing'
  UNION ALL
  SELECT transfer.payee_id, posting.account_id
    FROM (SELECT id, person_id AS payee_id FROM transfer WHERE person_id IS NOT NULL
          UNION ALL SELECT id, organisation_id FROM transfer WHERE organisation_id IS NOT NULL) AS transfer
    JOIN ledger_tx tx ON tx.idem = 'transfer_mirrored:' || transfer.id
    JOIN ledger_posting posting ON posting.tx_id = tx.id;
`;

const PROJECTS = `
  -- Which project a part of a transfer was earned for.
  CREATE VIEW project_part WITH (security_invoker = true) AS
  SELECT need.project_id, part.id, part.transfer_id, part.amount_minor FROM need JOIN release_part part ON part.need_id = need.id
  UNION ALL
  SELECT payout.project_id, part.id, part.transfer_id, part.amount_minor
    FROM project_payout payout JOIN release_part part ON part.source = 'project_payout' AND part.source_id = payout.id
  UNION ALL
  SELECT agreement.project_id, part.id, part.transfer_id, part.amount_minor
    FROM host_agreement agreement JOIN release_part part ON part.source = 'project_exit' AND part.source_id = agreement.id
  UNION ALL
  SELECT NULL, id, transfer_id, amount_minor FROM release_part WHERE source NOT IN ('milestone', 'project_payout', 'project_exit');

  -- The transactions that are about the money of a project.
  CREATE VIEW project_tx WITH (security_invoker = true) AS
  SELECT need.project_id, posting.tx_id
    FROM need JOIN pledge ON pledge.need_id = need.id
    JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 1)) = pledge.id
    JOIN ledger_posting posting ON posting.account_id = account.id
  UNION ALL
  SELECT need.project_id, posting.tx_id
    FROM need JOIN pledge ON pledge.need_id = need.id
    JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 2)) = pledge.id
    JOIN ledger_posting posting ON posting.account_id = account.id
  UNION ALL
  SELECT inside_id(split_part(account.owner, '/', 2)), posting.tx_id
    FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id WHERE account.code = 'held.project'
  UNION ALL
  SELECT part.project_id, posting.tx_id
    FROM project_part part JOIN ledger_account account ON inside_id(split_part(account.owner, '/', 1)) = part.transfer_id
    JOIN ledger_posting posting ON posting.account_id = account.id
  UNION ALL
  SELECT part.project_id, tx.id
    FROM project_part part JOIN bank_entry entry ON entry.transfer_id = part.transfer_id
    JOIN ledger_tx tx ON tx.idem = 'paid_by_bank:' || entry.id;

  -- The lines as projects see them: what a transfer moves is divided into the parts that it is the sum of.
  CREATE VIEW project_line WITH (security_invoker = true) AS
  SELECT CASE WHEN line.transfer_id IS NULL THEN line.project_id ELSE part.project_id END AS project_id,
         line.tx_id, line.seq, line.posted_at, line.book, line.kind, line.code, line.currency, line.payer_id, line.pledge_id, line.need_id,
         CASE WHEN part.id IS NULL THEN line.amount WHEN line.amount < 0 THEN -part.amount_minor ELSE part.amount_minor END AS amount
    FROM statement_line line LEFT JOIN project_part part ON part.transfer_id = line.transfer_id;

  -- What was promised to a project in kind is a credit, and what ends it, with or without delivery, a debit. No money.
  CREATE VIEW project_in_kind WITH (security_invoker = true) AS
  SELECT need.project_id, tx.kind, posting.currency, posting.amount
    FROM need JOIN in_kind_contribution offer ON offer.need_id = need.id
    JOIN ledger_account account ON account.code = 'memo.inkind' AND inside_id(split_part(account.owner, '/', 1)) = offer.id
    JOIN ledger_posting posting ON posting.account_id = account.id
    JOIN ledger_tx tx ON tx.id = posting.tx_id;

  GRANT SELECT ON project_in_kind, statement_line, payer_account, payee_account, project_part, project_tx, project_line TO mainstay_app;
`;
