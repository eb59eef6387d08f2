import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { LedgerQueries, LedgerService, account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { currency, money } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const USD = currency('USD');
const EUR = currency('EUR');

const BALANCED = 'every transaction sums to zero per currency';
const TWO_ROWS = 'every transaction has two postings or more';
const ROOTED = 'every posting has its transaction, and an account of its currency';
const IN_BOOK = 'every account belongs to the book of its transactions';
const SUMMED = 'balances equal the sums of their postings';
const FLOORED = 'no account is below its floor';
const AT_STRIPE = 'rows on stripe.balance stand for one balance transaction each';
const PLEDGED = 'what was paid for each pledge is held for it, was released, went back, or stays with its organisation';
const TRIAL = 'the trial balance of each book and currency is zero';

const fact = (kind: string, postings: LedgerTransaction['postings'], txn?: string): LedgerTransaction => ({
  kind,
  idem: `${kind}:1`,
  occurredAt: new Date('2026-01-02T03:04:05Z'),
  cause: { paymentId: 'pay_1' },
  postings,
  ...(txn === undefined ? {} : { stripeTransactionId: txn }),
});
const usd = (minor: bigint) => money(minor, 'USD');
const eur = (minor: bigint) => money(minor, 'EUR');
const BOOKS = [
  fact('pledge_paid', [
    debit(account('stripe.clearing', USD), usd(100n)),
    credit(account('held.pledge', USD, 'plg_1'), usd(100n)),
  ]),
  fact(
    'payment_settled',
    [
      debit(account('stripe.balance', USD), usd(97n)),
      debit(account('expense.processing', USD), usd(3n)),
      credit(account('stripe.clearing', USD), usd(100n)),
    ],
    'txn_1',
  ),
  fact('allocated', [
    debit(account('held.pledge', USD, 'plg_1'), usd(60n)),
    credit(account('held.milestone', USD, 'mil_1', 'plg_1'), usd(60n)),
  ]),
  fact('pledge_promised', [
    debit(account('memo.commitment', USD, 'plg_2'), usd(7n)),
    credit(account('memo.pledged', USD, 'plg_2'), usd(7n)),
  ]),
  fact('exchanged', [
    debit(account('bank.operating', USD), usd(9n)),
    credit(account('equity.float', USD), usd(9n)),
    debit(account('bank.operating', EUR), eur(8n)),
    credit(account('equity.float', EUR), eur(8n)),
  ]),
];

const tx = (kind: string) => `tx_id = (SELECT id FROM ledger_tx WHERE kind = '${kind}')`;
const id = (code: string, code3 = 'USD') =>
  `(SELECT id FROM ledger_account WHERE code = '${code}' AND currency = '${code3}')`;

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  const ledger = new LedgerService();
  for (const transaction of BOOKS)
    await database.unitOfWork(new AuditLog()).run(TEST_ACTOR, (tx) => ledger.post(tx, transaction));
});
afterEach(() => database.close());

async function broken(): Promise<string[]> {
  const findings = await new LedgerQueries(database.dataSource).brokenInvariants(new Date());
  return findings.filter(({ found }) => found > 0).map(({ invariant }) => invariant);
}

it('finds nothing in books that were only posted', async () => {
  expect(await broken()).toEqual([]);
});

it.each([
  [
    'an amount',
    `UPDATE ledger_posting SET amount = amount + 1 WHERE ${tx('exchanged')} AND seq = 1`,
    [BALANCED, TRIAL],
  ],
  [
    'amounts of two currencies that cancel each other out',
    `UPDATE ledger_posting SET amount = amount + CASE seq WHEN 1 THEN 5 ELSE -5 END WHERE ${tx('exchanged')} AND seq IN (1, 3)`,
    [BALANCED, TRIAL],
  ],
  [
    'an amount of a pledge',
    `UPDATE ledger_posting SET amount = -61 WHERE ${tx('allocated')} AND seq = 2`,
    [BALANCED, SUMMED, PLEDGED, TRIAL],
  ],
  [
    'a row that is gone',
    `DELETE FROM ledger_posting WHERE ${tx('pledge_promised')} AND seq = 2`,
    [BALANCED, TWO_ROWS, TRIAL],
  ],
  ['a transaction without any row', `DELETE FROM ledger_posting WHERE ${tx('pledge_promised')}`, [TWO_ROWS]],
  ['a transaction that is gone', `DELETE FROM ledger_tx WHERE kind = 'pledge_promised'`, [ROOTED]],
  [
    'an account that is gone',
    `UPDATE ledger_posting SET account_id = 999999 WHERE ${tx('exchanged')} AND seq = 1`,
    [ROOTED, TRIAL],
  ],
  [
    'a row on the account of another currency',
    `UPDATE ledger_posting SET account_id = ${id('bank.operating', 'EUR')} WHERE ${tx('exchanged')} AND seq = 1`,
    [ROOTED, TRIAL],
  ],
  ['the book of a transaction', `UPDATE ledger_tx SET book = 'memo' WHERE kind = 'exchanged'`, [IN_BOOK]],
  ['a memo booked as cash', `UPDATE ledger_tx SET book = 'cash' WHERE kind = 'pledge_promised'`, [IN_BOOK]],
  [
    'a row moved into the other book',
    `UPDATE ledger_posting SET account_id = ${id('memo.commitment')} WHERE ${tx('exchanged')} AND seq = 1`,
    [IN_BOOK, TRIAL],
  ],
  ['a balance', `UPDATE ledger_balance SET balance = balance - 1 WHERE account_id = ${id('held.milestone')}`, [SUMMED]],
  ['a balance that is gone', `DELETE FROM ledger_balance WHERE account_id = ${id('held.milestone')}`, [SUMMED]],
  [
    'a floor',
    `ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_floor;
     UPDATE ledger_posting SET amount = CASE seq WHEN 1 THEN 600 ELSE -600 END WHERE ${tx('allocated')};
     UPDATE ledger_balance SET balance = CASE balance WHEN -60 THEN -600 ELSE 500 END`,
    [FLOORED],
  ],
  ['a balance transaction', `UPDATE ledger_tx SET stripe_txn = NULL WHERE kind = 'payment_settled'`, [AT_STRIPE]],
  ['a balance transaction too many', `UPDATE ledger_tx SET stripe_txn = 'txn_2' WHERE kind = 'allocated'`, [AT_STRIPE]],
  ['a pledge', `UPDATE ledger_account SET owner = 'mil_1/plg_other' WHERE code = 'held.milestone'`, [PLEDGED]],
])('finds what was changed behind the triggers, and nothing else: %s', async (_case, change, found) => {
  await database.asOwner(`SET session_replication_role = replica; ${change}; SET session_replication_role = origin`);
  expect((await broken()).sort()).toEqual([...found].sort());
});
