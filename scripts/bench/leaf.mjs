import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { interleavedPairs, quantile, show, spread, throughput } from './pairs.mjs';

const CLIENTS = 8;
const SLICE_MS = 400;
const ROUNDS = 15;
const PAIRS_A_ROUND = 100;
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
  const rig = async (clients) => {
    const dataSource = await openConnection(url, 'bench', 'mainstay_app', clients);
    const posts = (sink) => {
      const unitOfWork = new UnitOfWork(dataSource, new SystemClock(), sink);
      return (client) => unitOfWork.run(actor, (tx) => ledger.post(tx, posting(client)));
    };
    return { dataSource, without: posts({ statement: () => '' }), withLeaf: posts(new AuditLog()) };
  };
  const share = await addedShare(await rig(1));
  console.log('audit leaf in the transaction of a posting, one client:');
  console.log(`  added time: ${show(share, 2)} of a posting (at most ${TARGET_SHARE})`);
  await showRates(await rig(CLIENTS));
  return share.median <= TARGET_SHARE;
}

/**
 * One after the other, a posting without and one with its leaf, so that whatever else the machine does meets both. The
 * middle of a round's times is compared, since a single wait for the disk or the processor says nothing about either.
 */
async function addedShare({ dataSource, without, withLeaf }) {
  const shares = [];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [base, own] = [[], []];
    for (let pair = 0; pair < PAIRS_A_ROUND; pair += 1) {
      const order = pair % 2 === 0 ? [base, own] : [own, base];
      for (const times of order) {
        const began = performance.now();
        await (times === base ? without : withLeaf)(0);
        times.push(performance.now() - began);
      }
    }
    if (round > 0) shares.push(quantile(own, 0.5) / quantile(base, 0.5) - 1);
  }
  await dataSource.destroy();
  return spread(shares);
}

/** With several clients the wait for the head of the log is in the figure as well. */
async function showRates({ dataSource, without, withLeaf }) {
  const rate = (once) => () => throughput(CLIENTS, SLICE_MS, once);
  const { own, base, ratio } = await interleavedPairs(rate(withLeaf), rate(without));
  console.log(`audit leaf in the transaction of a posting, ${CLIENTS} clients:`);
  console.log(`  ${show(own, 0)} a second with it, ${show(base, 0)} without, ratio ${show(ratio, 2)} (no target)`);
  await dataSource.destroy();
}
