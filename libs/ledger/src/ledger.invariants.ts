/**
 * Counts what breaks each invariant that postings alone can show; $1 is the instant that ages are measured at. All are
 * zero unless rows were changed behind the triggers, or something waits that should have ended.
 */
export const BROKEN_INVARIANTS = `
  SELECT 'every transaction sums to zero per currency' AS invariant, count(*) AS found
    FROM (SELECT 1 FROM ledger_posting GROUP BY tx_id, currency HAVING sum(amount) <> 0) AS unbalanced
  UNION ALL
  SELECT 'every transaction has two postings or more', count(*)
    FROM ledger_tx tx WHERE (SELECT count(*) FROM ledger_posting posting WHERE posting.tx_id = tx.id) < 2
  UNION ALL
  SELECT 'every posting has its transaction, and an account of its currency', count(*)
    FROM ledger_posting posting
    LEFT JOIN ledger_tx tx ON tx.id = posting.tx_id
    LEFT JOIN ledger_account account ON account.id = posting.account_id AND account.currency = posting.currency
   WHERE tx.id IS NULL OR account.id IS NULL
  UNION ALL
  SELECT 'every account belongs to the book of its transactions', count(*)
    FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
    JOIN ledger_account account ON account.id = posting.account_id JOIN ledger_account_kind kind ON kind.code = account.code
   WHERE kind.book <> tx.book
  UNION ALL
  SELECT 'balances equal the sums of their postings', count(*)
    FROM ledger_balance balance
   WHERE balance.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_posting posting WHERE posting.account_id = balance.account_id)
  UNION ALL
  SELECT 'no account is below its floor', count(*)
    FROM ledger_balance balance WHERE CASE balance.side WHEN 'debit' THEN balance.balance < 0 ELSE balance.balance > 0 END
  UNION ALL
  SELECT 'rows on stripe.balance stand for one balance transaction each', count(*)
    FROM ledger_tx tx
   WHERE (tx.stripe_txn IS NOT NULL)::int <> (SELECT count(*) FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
                                               WHERE posting.tx_id = tx.id AND account.code = 'stripe.balance')
  UNION ALL
  SELECT 'what was paid for each pledge is held for it, was released, went back, or stays with its organisation', count(*)
    FROM (SELECT 1
            FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
            JOIN ledger_account account ON account.id = posting.account_id AND account.code IN ('held.pledge', 'held.milestone')
           GROUP BY substring(account.owner FROM '[^/]*$'), posting.currency
          HAVING coalesce(sum(posting.amount) FILTER (WHERE tx.kind NOT IN ('pledge_paid', 'pledge_from_balance', 'bank_received', 'milestone_released', 'pledge_returned', 'kept_for_organisation')), 0) <> 0) AS pledges
  UNION ALL
  SELECT 'nothing waits in ' || waiting.code || ' for more than ' || waiting.words, count(stale.item)
    FROM (VALUES ('stripe.clearing', '24 hours'), ('transfer.clearing', '24 hours'), ('refund.payable', '10 days'), ('bank.transit', '7 days'))
      AS waiting (code, words)
    LEFT JOIN LATERAL (
      SELECT item
        FROM (SELECT item, currency, posted_at, amount, place, max(place) FILTER (WHERE running = 0) OVER (PARTITION BY item, currency) AS last_empty
                FROM (SELECT owner_or_cause AS item, posting.currency, tx.posted_at, posting.amount, row_number() OVER moves AS place,
                             sum(posting.amount) OVER moves AS running
                        FROM ledger_account account
                        JOIN ledger_posting posting ON posting.account_id = account.id
                        JOIN ledger_tx tx ON tx.id = posting.tx_id
                       CROSS JOIN LATERAL (SELECT coalesce(nullif(account.owner, ''), tx.cause ->> 'paymentId', tx.cause ->> 'payoutId', tx.id::text) AS owner_or_cause) AS key
                       WHERE account.code = waiting.code
                      WINDOW moves AS (PARTITION BY owner_or_cause, posting.currency ORDER BY tx.posted_at, tx.id, posting.seq)) AS moves) AS spans
       GROUP BY item, currency
      -- An item that was empty in between has waited only since then.
      HAVING sum(amount) <> 0
         AND min(posted_at) FILTER (WHERE last_empty IS NULL OR place > last_empty) < $1::timestamptz - waiting.words::interval
    ) AS stale ON true
   GROUP BY waiting.code, waiting.words
  UNION ALL
  SELECT 'the trial balance of each book and currency is zero', count(*)
    FROM (SELECT 1 FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
            JOIN ledger_account_kind kind ON kind.code = account.code GROUP BY kind.book, posting.currency HAVING sum(posting.amount) <> 0) AS books`;
