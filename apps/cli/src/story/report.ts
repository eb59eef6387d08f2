import { AuditQueries } from '#libs/audit';
import { LedgerQueries, type StatementLine } from '#libs/ledger';
import { reconcile, type Reconciliation } from '#libs/payments';
import { openConnection } from '#platform/database';
import { currency, formatMoney, money } from '#platform/kernel';
import type { StripeConsole } from './stripe-console.js';

export interface StoryReport {
  /** The whole journal, one line each. */
  readonly journal: readonly StatementLine[];
  readonly trialBalance: readonly { readonly book: string; readonly currency: string; readonly difference: bigint }[];
  readonly ledgerStripeBalance: bigint;
  readonly stripeBalance: bigint;
  readonly comparison: Reconciliation;
  readonly audit: { readonly size: bigint; readonly root: string; readonly isIntact: boolean };
}

/** What the story ends with, read as the operator reads it: the ledger, its balance, Stripe's balance, the log. */
export async function readReport(databaseUrl: string, stripe: StripeConsole, now: Date): Promise<StoryReport> {
  const connection = await openConnection(databaseUrl, 'mainstay-report', null);
  try {
    const ledger = new LedgerQueries(connection);
    const check = await new AuditQueries(connection).check();
    const trialBalance = await ledger.trialBalance();
    return {
      journal: await wholeJournal(ledger),
      trialBalance: trialBalance.map(({ book, currency: code, debits, credits }) => ({
        book,
        currency: code,
        difference: debits - credits,
      })),
      ledgerStripeBalance: (await ledger.coverage(currency('USD'))).assets,
      stripeBalance: await stripe.balance('usd'),
      comparison: await reconcile(ledger, stripe.api, now),
      audit: { ...check.head, isIntact: check.firstBadLeaf === null && check.recomputedRoot === check.head.root },
    };
  } finally {
    await connection.destroy();
  }
}

export async function wholeJournal(ledger: LedgerQueries): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  for (let after: string | null = null; ;) {
    const page = await ledger.journal({ first: 100, after });
    lines.push(...page.rows);
    if (!page.hasNextPage) return lines;
    after = page.cursorAt(page.rows.length - 1);
  }
}

/** The journal as a table: kind, account, owner, amount; a debit is positive. */
export function journalTable(journal: readonly StatementLine[]): string {
  const rows = journal.map(({ kind, book, code, owner, amount, currency: code3 }) => [
    kind,
    book,
    code,
    shortOwner(owner),
    formatMoney(money(amount, code3)),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 4 ? cell.padStart(widths[4]!) : cell.padEnd(widths[column]!))).join('  '),
    )
    .join('\n');
}

/** The end of an id tells apart what stands in one story; the beginning is the time. */
function shortOwner(owner: string): string {
  return owner.replace(/(_)[0-9a-z]{20}([0-9a-z]{6})/g, '$1…$2');
}
