import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries } from '#libs/payments';
import { ReviewPoolQueries } from '#libs/milestones';
import { openConnection } from '#platform/database';
import { readReport } from '../../apps/cli/src/index.js';
import { journalTable } from './journal-table.js';
import type { StoryRig } from './story-rig.js';

/** Everything that can be said about the money at the end of a story, in a form that two runs can be compared by. */
export interface Books {
  /** The journal as a table: kind, book, account, owner, minor units; owners are numbered by their kind. */
  readonly table: string;
  readonly trialBalance: Readonly<Record<string, bigint>>;
  readonly balanceInLedger: bigint;
  readonly balanceAtStripe: bigint;
  readonly transfers: readonly Stripe.Transfer[];
  /** Rules that the emulator finds broken in its own books. */
  readonly brokenAtStripe: readonly string[];
  /** Invariants that the ledger finds broken. */
  readonly brokenInLedger: readonly string[];
  /** What tells the ledger from Stripe, balance transaction by balance transaction; also what is still under way. */
  readonly differencesFromStripe: readonly string[];
  readonly clearing: Readonly<Record<string, bigint>>;
  /** Messages that are neither completed, nor timers of a later day, nor the next beat of a recurring job, by topic and what is wrong with them. */
  readonly openMessages: readonly string[];
  /** Calls and events of Stripe that did not end well. */
  readonly openCalls: readonly string[];
  /** Rows of contexts, counted: a doubled effect need not be money to be wrong. */
  readonly counts: Readonly<Record<string, number>>;
  readonly log: { readonly root: string; readonly recomputedRoot: string; readonly isIntact: boolean };
}

/** The order of the facts in the story. Two facts that do not depend on each other may be posted in either order. */
const KINDS = [
  'pledge_promised',
  'float_topped_up',
  'pledge_paid',
  'promise_ended',
  'payment_settled',
  'allocated',
  'milestone_released',
  'transfer_requested',
  'transfer_settled',
  'transfer_mirrored',
];
const COUNTED = ['pledge', 'payment', 'milestone', 'transfer', 'recipient_account', 'upload'];

export async function readBooks(rig: StoryRig): Promise<Books> {
  const report = await readReport(rig.stack.databaseUrl, rig.stripe, rig.stack.now);
  const { rules } = await rig.control.invariants();
  const api = new Stripe(rig.stack.secrets.stripeKey, {
    host: '127.0.0.1',
    port: rig.ports.stripe,
    protocol: 'http',
    telemetry: false,
  });
  const counts: Record<string, number> = {};
  for (const table of COUNTED)
    counts[table] = Number((await rig.sql<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count);
  return {
    table: journalTable(report.journal, KINDS),
    trialBalance: Object.fromEntries(
      report.trialBalance.map(({ book, currency, difference }) => [`${book} ${currency}`, difference]),
    ),
    balanceInLedger: report.ledgerStripeBalance,
    balanceAtStripe: report.stripeBalance,
    transfers: await api.transfers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 }),
    brokenAtStripe: rules.filter(({ ok }) => !ok).map(({ rule }) => rule),
    brokenInLedger: await brokenInvariants(rig),
    differencesFromStripe: [
      ...report.comparison.differences.map(({ kind, reference }) => `${kind} ${reference}`),
      ...(report.comparison.underWay === 0 ? [] : [`${String(report.comparison.underWay)} under way`]),
    ],
    clearing: await clearing(rig),
    openMessages: await openMessages(rig),
    openCalls: await openCalls(rig),
    counts,
    log: { root: report.audit.root, recomputedRoot: await recomputedRoot(rig), isIntact: report.audit.isIntact },
  };
}

/** What tells the books of a run from those of the undisturbed story; empty when nothing does. */
export function differences(expected: Books, found: Books): string[] {
  const text = (books: Books, part: keyof Books): string =>
    JSON.stringify(books[part], (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  const compared: (keyof Books)[] = ['trialBalance', 'balanceInLedger', 'balanceAtStripe', 'clearing', 'counts'];
  return [
    ...(expected.table === found.table ? [] : [`the journal differs:\n${found.table}`]),
    ...compared
      .filter((part) => text(expected, part) !== text(found, part))
      .map((part) => `${part} differs: ${text(found, part)} instead of ${text(expected, part)}`),
    ...(found.transfers.length === expected.transfers.length
      ? []
      : [`${String(found.transfers.length)} transfers at Stripe instead of ${String(expected.transfers.length)}`]),
    ...defects(found),
  ];
}

/** What is wrong with books by themselves, whatever was played; empty when every cent and every effect is explained. */
export function defects(found: Books): string[] {
  return [
    ...(found.balanceAtStripe === found.balanceInLedger
      ? []
      : [`Stripe has ${String(found.balanceAtStripe)}, the ledger ${String(found.balanceInLedger)}`]),
    ...found.brokenAtStripe.map((rule) => `the emulator finds broken: ${rule}`),
    ...found.brokenInLedger.map((rule) => `the ledger finds broken: ${rule}`),
    ...found.differencesFromStripe.map((difference) => `the ledger and Stripe differ: ${difference}`),
    ...found.openMessages.map((message) => `a message is left: ${message}`),
    ...found.openCalls.map((call) => `left at Stripe: ${call}`),
    ...(found.log.isIntact && found.log.root === found.log.recomputedRoot ? [] : ['the log was changed']),
  ];
}

async function brokenInvariants(rig: StoryRig): Promise<string[]> {
  // Not by the product's own query alone: the balances are summed again here.
  const rows = await rig.sql<{ account: string }>(
    `SELECT account.code || ' ' || account.owner AS account
       FROM ledger_balance balance JOIN ledger_account account ON account.id = balance.account_id
      WHERE balance.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_posting WHERE account_id = balance.account_id)`,
  );
  const unbalanced = await rig.sql<{ tx: string }>(
    'SELECT tx_id::text AS tx FROM ledger_posting GROUP BY tx_id, currency HAVING sum(amount) <> 0',
  );
  // A decision and its proof commit together: the digest of every transaction stands in one entry of the log.
  const unproved = await rig.sql<{ idem: string; entries: string }>(
    `SELECT tx.idem, count(leaf.digest) AS entries
       FROM ledger_tx tx LEFT JOIN (SELECT jsonb_array_elements_text(canonical::jsonb -> 'postings') AS digest FROM audit_entry) AS leaf ON leaf.digest = tx.digest
      GROUP BY tx.id HAVING count(leaf.digest) <> 1`,
  );
  const checked = await findings(rig);
  return [
    ...rows.map(({ account }) => `balance of ${account}`),
    ...unbalanced.map(({ tx }) => `sum of ${tx}`),
    ...unproved.map(({ idem, entries }) => `${idem} stands in ${entries} entries of the log`),
    ...checked,
  ];
}

/** What `ledger check` finds. */
async function findings(rig: StoryRig): Promise<string[]> {
  const connection = await openConnection(rig.stack.databaseUrl, 'mainstay-trial', null);
  try {
    const found = [
      ...(await new LedgerQueries(connection).brokenInvariants(rig.stack.now)),
      ...(await new PaymentsQueries(connection).brokenInvariants()),
      ...(await new ReviewPoolQueries(connection).brokenInvariants()),
    ];
    return found.filter((finding) => finding.found > 0).map(({ invariant }) => invariant);
  } finally {
    await connection.destroy();
  }
}

async function clearing(rig: StoryRig): Promise<Record<string, bigint>> {
  const rows = await rig.sql<{ code: string; sum: string }>(
    `SELECT account.code, sum(posting.amount) AS sum
       FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
      WHERE account.code IN ('stripe.clearing', 'transfer.clearing') GROUP BY account.code ORDER BY account.code`,
  );
  return Object.fromEntries(rows.map(({ code, sum }) => [code, BigInt(sum)]));
}

async function openMessages(rig: StoryRig): Promise<string[]> {
  const rows = await rig.sql<{ topic: string; isDead: boolean; attempts: number; error: string | null }>(
    `SELECT topic, dead_at IS NOT NULL AS "isDead", attempts, last_error AS error FROM outbox_message
      WHERE completed_at IS NULL AND (dead_at IS NOT NULL OR available_at < now() + interval '7 days')
        AND NOT (payload ? 'recurring' AND attempts = 0) ORDER BY topic`,
  );
  return rows.map(
    ({ topic, isDead, attempts, error }) =>
      `${topic} ${isDead ? 'dead' : 'open'} after ${String(attempts)} failures: ${error ?? 'no error'}`,
  );
}

async function openCalls(rig: StoryRig): Promise<string[]> {
  const calls = await rig.sql<{ operation: string; status: string; code: string | null }>(
    `SELECT operation, status, refusal_code AS code FROM stripe_call WHERE status <> 'done' ORDER BY operation`,
  );
  const events = await rig.sql<{ type: string }>(`SELECT type FROM stripe_event WHERE status = 'received'`);
  return [
    ...calls.map(({ operation, status, code }) => `${operation} ${status} ${code ?? ''}`.trim()),
    ...events.map(({ type }) => `event ${type} not handled`),
  ];
}

/** RFC 9162, 2.1.1, by its recursive definition: other code than that of the product, which goes level by level. */
async function recomputedRoot(rig: StoryRig): Promise<string> {
  const rows = await rig.sql<{ canonical: string }>('SELECT canonical FROM audit_entry ORDER BY seq');
  const hash = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const root = (leaves: readonly string[]): Buffer => {
    if (leaves.length <= 1) return leaves.length === 0 ? hash() : hash(Buffer.from([0]), Buffer.from(leaves[0]!));
    const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    return hash(Buffer.from([1]), root(leaves.slice(0, split)), root(leaves.slice(split)));
  };
  return root(rows.map(({ canonical }) => canonical)).toString('hex');
}
