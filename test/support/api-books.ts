import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries } from '#libs/payments';
import { readReport } from '../../apps/cli/src/index.js';
import { journalTable } from './story-books.js';
import type { TestApi } from './test-api.js';

/** Facts of money that arrives: some of them may be posted in either order, so they come first, in this one. */
const ARRIVAL = ['float_topped_up', 'pledge_promised', 'pledge_paid', 'payment_settled', 'promise_ended', 'allocated'];

/** What has to be true of the money at the end of a story that is played on one API. */
export interface ApiBooks {
  /** The journal: what arrives, then all else in the order of posting; owners numbered by their kind; minor units. */
  readonly table: string;
  readonly trialBalance: Readonly<Record<string, bigint>>;
  readonly balanceInLedger: bigint;
  readonly balanceAtStripe: bigint;
  readonly differencesFromStripe: readonly unknown[];
  readonly underWay: number;
  readonly brokenInvariants: readonly string[];
  readonly clearing: bigint;
}

export async function readApiBooks(api: TestApi): Promise<ApiBooks> {
  const report = await readReport(api.database.url, api.stripe, api.clock.now());
  const broken = [
    ...(await new LedgerQueries(api.database.dataSource).brokenInvariants(api.clock.now())),
    ...(await new PaymentsQueries(api.database.dataSource).brokenInvariants()),
  ];
  const [clearing] = await api.database.asOwner<{ sum: string }>(
    `SELECT coalesce(sum(abs(balance)), 0) AS sum FROM (
       SELECT sum(posting.amount) AS balance FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
        WHERE account.code IN ('stripe.clearing', 'transfer.clearing') GROUP BY account.id) AS accounts`,
  );
  return {
    table: journalTable(report.journal, ARRIVAL),
    trialBalance: Object.fromEntries(
      report.trialBalance.map(({ book, currency, difference }) => [`${book} ${currency}`, difference]),
    ),
    balanceInLedger: report.ledgerStripeBalance,
    balanceAtStripe: report.stripeBalance,
    differencesFromStripe: report.comparison.differences,
    underWay: report.comparison.underWay,
    brokenInvariants: broken.filter(({ found }) => found > 0).map(({ invariant }) => invariant),
    clearing: BigInt(clearing!.sum),
  };
}
