import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

/**
 * Ledger transactions of three rows through the unit of work, as the product posts them: `post(clients)` connects that
 * many, and gives one function that posts with the audit leaf in the same transaction and one that posts without.
 */
export async function threeRows(root, url) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { openConnection, UnitOfWork } = await load('libs/platform/database/src/index.js');
  const { LedgerService, account, credit, debit } = await load('libs/ledger/src/index.js');
  const { AuditLog } = await load('libs/audit/src/index.js');
  const { SystemClock, currency, money, systemActor, uuidv7 } = await load('libs/platform/kernel/src/index.js');

  const ledger = new LedgerService();
  const usd = currency('USD');
  const actor = systemActor('bench');
  const transaction = (client) => ({
    kind: 'bench',
    // As business keys are made: in the order of time, which is what the index meets in production.
    idem: `bench:${uuidv7()}`,
    occurredAt: new Date(),
    cause: {},
    postings: [
      debit(account('stripe.clearing', usd), money(1_000n, 'USD')),
      credit(account('held.pledge', usd, `plg_bench_${client}`), money(900n, 'USD')),
      credit(account('income.platform_fee', usd), money(100n, 'USD')),
    ],
  });
  const post = async (clients) => {
    const dataSource = await openConnection(url, 'bench', 'mainstay_app', clients);
    const through = (sink) => {
      const unitOfWork = new UnitOfWork(dataSource, new SystemClock(), sink);
      return (client) => unitOfWork.run(actor, (tx) => ledger.post(tx, transaction(client)));
    };
    return { dataSource, alone: through({ statement: () => '' }), withLeaf: through(new AuditLog()) };
  };
  return { post, uuidv7 };
}
