import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import pg from 'pg';
import { interleavedPairs, show, throughput } from './pairs.mjs';

const CLIENTS = 8;
const SLICE_MS = 400;
const TARGET_PER_SECOND = 300;
const TARGET_RATIO = 0.35;

/**
 * Ledger transactions of three rows through the unit of work, as the product makes them: posting function, triggers,
 * audit leaf, commit to disk; against a bare transaction of three inserts on the same server.
 */
export async function benchPosting(root, url) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { openConnection, UnitOfWork } = await load('libs/platform/database/src/index.js');
  const { LedgerService, account, credit, debit } = await load('libs/ledger/src/index.js');
  const { AuditLog } = await load('libs/audit/src/index.js');
  const { SystemClock, currency, money, systemActor, uuidv7 } = await load('libs/platform/kernel/src/index.js');

  const dataSource = await openConnection(url, 'bench', 'mainstay_app', CLIENTS);
  const unitOfWork = new UnitOfWork(dataSource, new SystemClock(), new AuditLog());
  const ledger = new LedgerService();
  const usd = currency('USD');
  const actor = systemActor('bench');
  const threeRows = (client) => ({
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
  const post = (client) => unitOfWork.run(actor, (tx) => ledger.post(tx, threeRows(client)));

  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(
    'CREATE TABLE IF NOT EXISTS bench_row (id uuid PRIMARY KEY, account bigint NOT NULL, amount bigint NOT NULL)',
  );
  const bare = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const insert = async (client) => {
    await bare[client].query('BEGIN');
    for (let row = 0; row < 3; row += 1)
      await bare[client].query('INSERT INTO bench_row VALUES ($1, $2, $3)', [uuidv7(), client, row]);
    await bare[client].query('COMMIT');
  };

  const result = await interleavedPairs(
    () => throughput(CLIENTS, SLICE_MS, post),
    () => throughput(CLIENTS, SLICE_MS, insert),
  );
  await Promise.all([dataSource.destroy(), owner.end(), ...bare.map((client) => client.end())]);
  console.log(
    `posting, three rows, ${CLIENTS} clients, with audit leaf: ${show(result.own, 0)} a second (target ${TARGET_PER_SECOND})`,
  );
  console.log(`bare transaction of three inserts: ${show(result.base, 0)} a second`);
  console.log(`ratio: ${show(result.ratio, 2)} (target ${TARGET_RATIO})`);
  return result.own.median >= TARGET_PER_SECOND && result.ratio.median >= TARGET_RATIO;
}
