/**
 * What breaks each invariant that postings alone can show, counted. All are zero unless rows were changed behind the
 * triggers, or something waits that should have ended. Each statement passes over the postings once, so that the check
 * stays short when there are millions of them.
 */
export interface InvariantCheck {
  /** Gives one row for each invariant: its name, and how many rows break it. */
  readonly sql: string;
  /** Whether $1 is the instant that ages are measured at. */
  readonly asksForAge: boolean;
}

/** The kinds by which money comes to a pledge, or leaves it. */
const KINDS_OF_PLEDGES = `('pledge_paid', 'pledge_from_balance', 'invoice_paid', 'bank_received', 'milestone_released', 'pledge_returned', 'kept_for_organisation')`;

/** What is seen of a transaction and its rows. Several currencies are rare, so their sums are only made where they occur. */
const BY_TRANSACTION = `
  SELECT named.invariant, named.found
    FROM (SELECT count(*) FILTER (WHERE total <> 0 OR (first_currency <> last_currency AND EXISTS (
                   SELECT 1 FROM ledger_posting posting WHERE posting.tx_id = sums.tx_id GROUP BY posting.currency HAVING sum(posting.amount) <> 0
                 ))) AS unbalanced,
                 count(*) FILTER (WHERE tx.id IS NOT NULL AND coalesce(rows, 0) < 2) AS short,
                 count(*) FILTER (WHERE tx.id IS NOT NULL AND (tx.stripe_txn IS NOT NULL)::int <> coalesce(rows_at_stripe, 0)) AS without_txn
            FROM ledger_tx tx
            FULL JOIN (SELECT tx_id, sum(amount) AS total, count(*) AS rows, min(currency) AS first_currency, max(currency) AS last_currency,
                              count(*) FILTER (WHERE account_id = ANY (ARRAY(SELECT id FROM ledger_account WHERE code = 'stripe.balance'))) AS rows_at_stripe
                         FROM ledger_posting GROUP BY tx_id) AS sums ON sums.tx_id = tx.id) AS found
   CROSS JOIN LATERAL (VALUES
     ('every transaction sums to zero per currency', unbalanced),
     ('every transaction has two postings or more', short),
     ('rows on stripe.balance stand for one balance transaction each', without_txn)) AS named (invariant, found)`;

/** What is seen of an account: first its own sums, then those of a pledge, then those of a book and currency. */
const BY_ACCOUNT = `
  WITH account_sums AS (
    SELECT posting.account_id, posting.currency, sum(posting.amount)::bigint AS total, count(*)::int AS rows, count(tx.id)::int AS rows_of_tx,
           (count(*) FILTER (WHERE tx.is_memo))::int AS memo_rows, (sum(posting.amount) FILTER (WHERE NOT tx.is_of_pledge))::bigint AS unexplained
      FROM ledger_posting posting
      LEFT JOIN (SELECT id, book = 'memo' AS is_memo, kind IN ${KINDS_OF_PLEDGES} AS is_of_pledge FROM ledger_tx) AS tx ON tx.id = posting.tx_id
     GROUP BY posting.account_id, posting.currency
  ), pledge_sums AS (
    SELECT kind.book, sums.currency, CASE WHEN account.code IN ('held.pledge', 'held.milestone') THEN split_part(account.owner, '/', -1) END AS pledge,
           sum(sums.total) AS total, sum(sums.unexplained) AS unexplained,
           sum(CASE WHEN account.id IS NULL THEN sums.rows ELSE sums.rows - sums.rows_of_tx END) AS rootless,
           sum(CASE kind.book WHEN 'memo' THEN sums.rows_of_tx - sums.memo_rows ELSE sums.memo_rows END) AS misplaced,
           count(*) FILTER (WHERE (kind.has_floor OR balance.account_id IS NOT NULL) AND balance.balance IS DISTINCT FROM coalesce(sums.total, 0)) AS wrong,
           count(*) FILTER (WHERE CASE balance.side WHEN 'debit' THEN balance.balance < 0 ELSE balance.balance > 0 END) AS below
      FROM account_sums sums
      FULL JOIN ledger_account account ON account.id = sums.account_id AND account.currency = sums.currency
      LEFT JOIN ledger_account_kind kind ON kind.code = account.code
      LEFT JOIN ledger_balance balance ON balance.account_id = account.id
     GROUP BY 1, 2, 3
  ), book_sums AS (
    SELECT sum(total) AS total, sum(rootless) AS rootless, sum(misplaced) AS misplaced, sum(wrong) AS wrong, sum(below) AS below,
           count(*) FILTER (WHERE pledge IS NOT NULL AND unexplained <> 0) AS pledges
      FROM pledge_sums GROUP BY book, currency
  )
  SELECT named.invariant, named.found
    FROM (SELECT coalesce(sum(rootless), 0) AS rootless, coalesce(sum(misplaced), 0) AS misplaced, coalesce(sum(wrong), 0) AS wrong,
                 coalesce(sum(below), 0) AS below, coalesce(sum(pledges), 0) AS pledges, count(*) FILTER (WHERE total <> 0) AS books
            FROM book_sums) AS found
   CROSS JOIN LATERAL (VALUES
     ('every posting has its transaction, and an account of its currency', rootless),
     ('every account belongs to the book of its transactions', misplaced),
     ('balances equal the sums of their postings', wrong),
     ('no account is below its floor', below),
     ('what was paid for each pledge is held for it, was released, went back, or stays with its organisation', pledges),
     ('the trial balance of each book and currency is zero', books)) AS named (invariant, found)`;

/** The items that have waited too long at $1, as `stale`. Only what is not empty is looked at row by row. */
export const STALE_ITEMS = `
  WITH waiting (code, words) AS (
    VALUES ('stripe.clearing', '24 hours'), ('transfer.clearing', '24 hours'), ('refund.payable', '10 days'), ('bank.transit', '7 days')
  ), open_account AS (
    SELECT account.id, account.code, account.owner, account.currency, posting.currency AS currency_of_rows
      FROM waiting
      JOIN ledger_account account ON account.code = waiting.code
      JOIN ledger_posting posting ON posting.account_id = account.id
     -- An account of the whole platform is a mixture of items, which may cancel each other out.
     GROUP BY account.id, posting.currency HAVING account.owner = '' OR sum(posting.amount) <> 0
  ), move AS (
    SELECT account.code, coalesce(nullif(account.owner, ''), tx.cause ->> 'paymentId', tx.cause ->> 'payoutId', tx.id::text) AS item,
           posting.currency, tx.posted_at, tx.id AS tx_id, posting.seq, posting.amount
      FROM open_account account
      JOIN ledger_posting posting ON posting.account_id = account.id AND posting.currency = account.currency_of_rows
      JOIN ledger_tx tx ON tx.id = posting.tx_id
  ), open_move AS (
    SELECT move.*, sum(amount) OVER (PARTITION BY code, item, currency ORDER BY posted_at, tx_id, seq) AS running,
           row_number() OVER (PARTITION BY code, item, currency ORDER BY posted_at, tx_id, seq) AS place
      FROM move JOIN (SELECT code, item, currency FROM move GROUP BY code, item, currency HAVING sum(amount) <> 0) AS open USING (code, item, currency)
  ), span AS (
    SELECT code, item, currency, posted_at, amount, place, max(place) FILTER (WHERE running = 0) OVER (PARTITION BY code, item, currency) AS last_empty FROM open_move
  ), stale AS (
    SELECT code, item, currency, sum(amount) AS amount, min(posted_at) FILTER (WHERE last_empty IS NULL OR place > last_empty) AS since
      FROM span JOIN waiting USING (code)
     GROUP BY code, item, currency, words
    -- An item that was empty in between has waited only since then.
    HAVING min(posted_at) FILTER (WHERE last_empty IS NULL OR place > last_empty) < $1::timestamptz - words::interval
  )`;

const BY_AGE = `${STALE_ITEMS}
  SELECT 'nothing waits in ' || waiting.code || ' for more than ' || waiting.words AS invariant, count(stale.item) AS found
    FROM waiting LEFT JOIN stale USING (code)
   GROUP BY waiting.code, waiting.words ORDER BY waiting.code`;

export const INVARIANT_CHECKS: readonly InvariantCheck[] = [
  { sql: BY_TRANSACTION, asksForAge: false },
  { sql: BY_ACCOUNT, asksForAge: false },
  { sql: BY_AGE, asksForAge: true },
];
