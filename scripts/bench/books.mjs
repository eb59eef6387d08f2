const PLEDGES_A_BATCH = 2_000;

/**
 * What happens to a pledge of `g`, in the order of posting. `m` of it is for the first milestone, which is released;
 * the rest is for the second, and goes back for one pledge in ten. Rows are account, owner and amount.
 */
const FACTS = [
  { kind: 'pledge_promised', rows: ['memo.commitment pledge g', 'memo.pledged pledge -g'] },
  { kind: 'pledge_paid', rows: ['stripe.clearing - g', 'held.pledge pledge -g'] },
  {
    kind: 'payment_settled',
    isStripes: true,
    rows: ['stripe.balance - g-fee', 'expense.processing - fee', 'stripe.clearing - -g'],
  },
  { kind: 'promise_ended', rows: ['memo.pledged pledge g', 'memo.commitment pledge -g'] },
  { kind: 'allocated', rows: ['held.pledge pledge g', 'held.milestone first -m', 'held.milestone second m-g'] },
  {
    kind: 'milestone_released',
    rows: ['held.milestone first m', 'income.platform_fee - -ours', 'payable payee ours-m'],
  },
  { kind: 'transfer_requested', rows: ['payable payee m-ours', 'transfer.clearing transfer ours-m'] },
  { kind: 'transfer_settled', isStripes: true, rows: ['transfer.clearing transfer m-ours', 'stripe.balance - ours-m'] },
  { kind: 'transfer_mirrored', rows: ['mirror.connected account m-ours', 'mirror.source account ours-m'] },
  { kind: 'pledge_returned', isRare: true, rows: ['held.milestone second g-m', 'refund.payable refund m-g'] },
  {
    kind: 'refund_settled',
    isStripes: true,
    isRare: true,
    rows: ['refund.payable refund g-m', 'stripe.balance - m-g'],
  },
];
const ROWS_OF_A_PLEDGE = FACTS.reduce((sum, { rows, isRare }) => sum + rows.length / (isRare ? 10 : 1), 0);

/**
 * Keeps books of about so many postings, and beside them what was released out of each payment. They are inserted in sets,
 * which only the owner of the schema may do, with every trigger on.
 * @returns how many postings there are
 */
export async function keepBooks(client, postings) {
  await client.query(TEMPLATE);
  const pledges = Math.ceil(postings / ROWS_OF_A_PLEDGE);
  for (let from = 0; from < pledges; from += PLEDGES_A_BATCH) {
    await client.query('BEGIN');
    await client.query(batchOf(from, Math.min(pledges, from + PLEDGES_A_BATCH) - 1));
    await client.query('COMMIT');
  }
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query('SELECT count(*)::int AS count FROM ledger_posting');
  return rows[0].count;
}

const ROWS = FACTS.flatMap(({ kind, isStripes, isRare, rows }, step) =>
  rows.map((row, seq) => {
    const [code, owner, amount] = row.split(' ');
    const book = /^(memo|mirror)/.test(code) ? 'memo' : 'cash';
    return `(${step}, '${kind}', '${book}', ${isStripes ?? false}, ${isRare ?? false}, ${seq + 1}, '${code}', '${owner}', '${amount}')`;
  }),
);
const TEMPLATE = `
  CREATE TEMP TABLE template (step int, kind text, book text, is_stripes boolean, is_rare boolean, seq int, code text, owner text, amount text);
  INSERT INTO template VALUES ${ROWS.join(', ')};
  INSERT INTO organisation (id, kind, name, created_at) VALUES ('${organisation()}', 'COMPANY', 'Bench', now())`;

function organisation() {
  return '01920000-0000-7000-8000-000000000000';
}

function batchOf(from, to) {
  const oneOf = (column, values) =>
    `CASE template.${column} ${values.map(([name, value]) => `WHEN '${name}' THEN ${value}`).join(' ')} END`;
  const owner = oneOf('owner', [
    ['-', `''`],
    ['pledge', `'plg_' || n`],
    ['first', `'mil_' || n || 'a/plg_' || n`],
    ['second', `'mil_' || n || 'b/plg_' || n`],
    ['payee', `'usr_' || n % 5000`],
    ['account', `'acct_' || n % 5000`],
    ['transfer', `'trf_' || n`],
    ['refund', `'rfd_' || n`],
  ]);
  const amounts = [...new Set(FACTS.flatMap(({ rows }) => rows.map((row) => row.split(' ')[2])))];
  const amount = oneOf(
    'amount',
    amounts.map((text) => [text, text]),
  );
  return `
    CREATE TEMP TABLE pledge_of_batch ON COMMIT DROP AS
      SELECT n, g, m, g * 29 / 1000 + 30 AS fee, m / 20 AS ours, (ARRAY['USD', 'EUR', 'GBP'])[n % 3 + 1] AS currency, uuidv7() AS payment
        FROM generate_series(${from}, ${to}) AS n, LATERAL (SELECT 10000 + n % 900 * 101 AS g) AS amount, LATERAL (SELECT g * 6 / 10 AS m) AS part;
    CREATE TEMP TABLE tx_of_batch ON COMMIT DROP AS
      SELECT uuidv7() AS id, step, kind, book, is_stripes, n FROM (SELECT DISTINCT step, kind, book, is_stripes, is_rare FROM template) AS fact, pledge_of_batch
       WHERE NOT is_rare OR n % 10 = 0 ORDER BY step;
    CREATE TEMP TABLE row_of_batch ON COMMIT DROP AS
      SELECT tx.id AS tx_id, seq, code, ${owner} AS owner, currency, ${amount} AS amount
        FROM tx_of_batch tx JOIN template USING (step) JOIN pledge_of_batch USING (n);
    INSERT INTO ledger_tx (id, book, kind, idem, digest, occurred_at, posted_at, cause, stripe_txn)
      SELECT id, book, kind, kind || ':' || n, encode(sha256((kind || n)::bytea), 'hex'), now(), now(),
             jsonb_build_object('paymentId', 'pay_' || n), CASE WHEN is_stripes THEN 'txn_' || step || '_' || n END FROM tx_of_batch;
    INSERT INTO ledger_account (code, owner, currency) SELECT DISTINCT code, owner, currency FROM row_of_batch ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING;
    INSERT INTO ledger_posting (tx_id, seq, account_id, currency, amount)
      SELECT tx_id, seq, account.id, account.currency, amount FROM row_of_batch JOIN ledger_account account USING (code, owner, currency);
    INSERT INTO payment (id, organisation_id, means, amount_minor, currency, status, returned_minor, created_at)
      SELECT payment, '${organisation()}', 'checkout', g, currency, 'settled', CASE WHEN n % 10 = 0 THEN g - m ELSE 0 END, now() FROM pledge_of_batch;
    INSERT INTO release_part (id, milestone_id, need_id, pledge_id, payment_id, organisation_id, amount_minor, currency, released_at)
      SELECT uuidv7(), uuidv7(), uuidv7(), uuidv7(), payment, '${organisation()}', m, currency, now() FROM pledge_of_batch`;
}
