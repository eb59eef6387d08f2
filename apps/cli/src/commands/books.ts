import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries, StripeClient, reconcile, type Difference, type Reconciliation } from '#libs/payments';
import { ReviewPoolQueries } from '#libs/milestones';
import { SystemClock, formatMoney } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { journalTable, wholeJournal } from '../story/report.js';
import { print, say } from '../terminal.js';
import { stripeConfig, withConnection, type DatabaseFlags } from './connections.js';

export async function ledgerStatement(flags: DatabaseFlags & { readonly json?: boolean }): Promise<void> {
  await withConnection(flags, async (connection) => {
    const journal = await wholeJournal(new LedgerQueries(connection));
    if (flags.json)
      print(
        JSON.stringify(
          journal.map((line) => ({ ...line, amount: line.amount.toString() })),
          null,
          2,
        ),
      );
    else if (journal.length > 0) print(journalTable(journal));
    else say('cli.ledger.empty');
  });
}

/** Every invariant that the database can be asked for, and the comparison with Stripe; the status is 1 when one is broken. */
export async function ledgerCheck(flags: DatabaseFlags): Promise<void> {
  await withConnection(flags, async (connection) => {
    const ledger = new LedgerQueries(connection);
    const now = new SystemClock().now();
    const findings = [
      ...(await ledger.brokenInvariants(now)),
      ...(await new PaymentsQueries(connection).brokenInvariants()),
      ...(await new ReviewPoolQueries(connection).brokenInvariants()),
    ];
    for (const { invariant, found } of findings)
      say(found === 0 ? 'cli.ledger.holds' : 'cli.ledger.broken', { invariant, found });
    const config = await stripeConfig(flags);
    const comparison = config && (await reconcile(ledger, new StripeClient(config).api, now));
    tellComparison(comparison);
    if (findings.some(({ found }) => found > 0)) throw new CliError('cli.ledger.failed');
    if (comparison && comparison.differences.length > 0) throw new CliError('cli.ledger.differs');
  });
}

/** Says what was compared with Stripe and every difference; that nothing was compared is said too. */
export function tellComparison(comparison: Reconciliation | null): void {
  if (!comparison) {
    say('cli.ledger.notCompared');
    return;
  }
  const { transactions, underWay, accounts, differences } = comparison;
  say('cli.ledger.compared', { transactions, underWay, accounts, differences: differences.length });
  for (const difference of differences) say(`cli.ledger.${difference.kind}`, sidesOf(difference));
}

function sidesOf({ reference, here, there }: Difference): Record<string, string> {
  return { reference, here: here ? formatMoney(here) : '', there: there ? formatMoney(there) : '' };
}
