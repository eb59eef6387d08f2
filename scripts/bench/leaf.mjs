import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { interleavedPairs, show, throughput } from './pairs.mjs';

const SLICE_MS = 500;
const TARGET_SHARE = 0.2;

/**
 * What the audit leaf adds to a posting: the same ledger transaction through the unit of work, with its leaf in the
 * same transaction and without. One client, so that nobody waits for the head of the log, and what is measured is the
 * work of the leaf; with eight clients the wait is in it too, and that figure is shown without a target.
 */
export async function benchLeaf(root, url) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { openConnection, UnitOfWork } = await load('libs/platform/database/src/index.js');
  const { LedgerService, account, credit, debit } = await load('libs/ledger/src/index.js');
  const { AuditLog } = await load('libs/audit/src/index.js');
  const { SystemClock, currency, money, systemActor, uuidv7 } = await load('libs/platform/kernel/src/index.js');

  const usd = currency('USD');
  const ledger = new LedgerService();
  const actor = systemActor('bench');
  const posting = (client) => ({
    kind: 'bench',
    idem: `bench:${uuidv7()}`,
    occurredAt: new Date(),
    cause: {},
    postings: [
      debit(account('stripe.clearing', usd), money(1_000n, 'USD')),
      credit(account('held.pledge', usd, `plg_bench_${client}`), money(900n, 'USD')),
      credit(account('income.platform_fee', usd), money(100n, 'USD')),
    ],
  });
  let isOk = true;
  for (const clients of [1, 8]) {
    const dataSource = await openConnection(url, 'bench', 'mainstay_app', clients);
    const rate = (sink) => {
      const unitOfWork = new UnitOfWork(dataSource, new SystemClock(), sink);
      const once = (client) => unitOfWork.run(actor, (tx) => ledger.post(tx, posting(client)));
      return () => throughput(clients, SLICE_MS, once);
    };
    // Rates of the side without over the side with: the ratio is that of the times.
    const { own, base, ratio } = await interleavedPairs(
      rate({ append: () => Promise.resolve() }),
      rate(new AuditLog()),
    );
    const share = { minimum: ratio.minimum - 1, median: ratio.median - 1, maximum: ratio.maximum - 1 };
    const judged = clients === 1;
    console.log(`audit leaf in a posting's transaction, ${clients === 1 ? 'one client' : `${clients} clients`}:`);
    console.log(`  ${show(base, 0)} a second with it, ${show(own, 0)} without`);
    console.log(`  added time: ${show(share, 2)} of a posting (${judged ? `at most ${TARGET_SHARE}` : 'no target'})`);
    if (judged) isOk = share.median <= TARGET_SHARE;
    await dataSource.destroy();
  }
  return isOk;
}
