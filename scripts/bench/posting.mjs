import pg from 'pg';
import { interleavedPairs, quantile, show, throughput } from './pairs.mjs';
import { threeRows } from './three-rows.mjs';

const CLIENTS = 8;
const SLICE_MS = 400;
const TARGET_PER_SECOND = 300;
const TARGET_P99_MS = 150;
const TARGET_RATIO = 0.35;

/**
 * Ledger transactions of three rows through the unit of work against a bare transaction of three inserts on the same
 * server: once the ledger alone (posting function and triggers), and once as the product commits it, with the leaf of
 * the audit log in the same transaction. The head of the log is one row that is held while a commit reaches the disk,
 * so leaves are added one after the other; that is the price of decision and proof committing together. The target of
 * the ratio is the ledger's; the second ratio is shown to say what the leaf costs.
 */
export async function benchPosting(root, url) {
  const { post, uuidv7 } = await threeRows(root, url);
  const { dataSource, alone, withLeaf } = await post(CLIENTS);

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

  const floor = () => throughput(CLIENTS, SLICE_MS, insert);
  let isOk = true;
  for (const [name, once, targetRatio] of [
    ['ledger alone', alone, TARGET_RATIO],
    ['with its audit leaf', withLeaf, null],
  ]) {
    const latencies = [];
    const ours = () => throughput(CLIENTS, SLICE_MS, once, latencies);
    const { own, base, ratio } = await interleavedPairs(ours, floor);
    const p99 = quantile(latencies, 0.99);
    console.log(`posting of three rows, ${CLIENTS} clients, ${name}:`);
    console.log(`  ${show(own, 0)} a second (at least ${TARGET_PER_SECOND})`);
    console.log(`  99 of 100 take at most ${p99.toFixed(1)} ms (less than ${TARGET_P99_MS})`);
    console.log(`  bare transaction of three inserts: ${show(base, 0)} a second`);
    console.log(`  ratio: ${show(ratio, 2)} (${targetRatio === null ? 'no target' : `at least ${targetRatio}`})`);
    isOk &&= own.median >= TARGET_PER_SECOND && p99 < TARGET_P99_MS && ratio.median >= (targetRatio ?? 0);
  }
  await Promise.all([dataSource.destroy(), owner.end(), ...bare.map((client) => client.end())]);
  return isOk;
}
