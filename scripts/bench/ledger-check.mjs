import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { keepBooks } from './books.mjs';
import { milliseconds, quantile } from './pairs.mjs';

const POSTINGS = 1_000_000;
const TARGET_SECONDS = 3;
const ROUNDS = 5;
/** The least that any check can do: it reads every posting once. */
const ONE_PASS = 'SELECT currency, sum(amount) FROM ledger_posting GROUP BY currency';

/** Every invariant of `ledger check` over a million postings, by the product's own statements and its own role. */
export async function benchLedgerCheck(root, url) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { openConnection } = await load('libs/platform/database/src/index.js');
  const { LedgerQueries } = await load('libs/ledger/src/index.js');
  const { INVARIANT_CHECKS } = await load('libs/ledger/src/ledger.invariants.js');
  const { PaymentsQueries } = await load('libs/payments/src/index.js');

  const count = await filled(url);
  const connection = await openConnection(url, 'bench', 'mainstay_app');
  const ledger = new LedgerQueries(connection);
  const payments = new PaymentsQueries(connection);
  const now = new Date();
  const check = async () => [...(await ledger.brokenInvariants(now)), ...(await payments.brokenInvariants())];
  try {
    const findings = await check();
    const broken = findings.filter(({ found }) => found > 0);
    for (const { invariant, found } of broken) console.log(`  ${found} rows break: ${invariant}`);
    const [whole, pass] = await together(check, () => connection.query(ONE_PASS));
    const seconds = whole / 1_000;
    console.log(
      `ledger check of ${findings.length} invariants over ${count} postings, the middle of ${ROUNDS} rounds:`,
    );
    console.log(`  ${seconds.toFixed(2)} s (at most ${TARGET_SECONDS})`);
    console.log(
      `  ratio to one pass over the postings (${pass.toFixed(0)} ms): ${(whole / pass).toFixed(1)} (no target)`,
    );
    for (const { sql, asksForAge } of INVARIANT_CHECKS) await tellAlone(connection, sql, asksForAge ? [now] : []);
    const own = await milliseconds(() => payments.brokenInvariants());
    console.log(`  alone ${own.toFixed(0)} ms: ${findings.at(-1).invariant}`);
    return broken.length === 0 && seconds <= TARGET_SECONDS;
  } finally {
    await connection.destroy();
  }
}

async function filled(url) {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    return await keepBooks(owner, POSTINGS);
  } finally {
    await owner.end();
  }
}

/** Both in turn, so that what else the machine does hits both alike. */
async function together(check, pass) {
  const [checks, passes] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    checks.push(await milliseconds(check));
    passes.push(await milliseconds(pass));
  }
  return [quantile(checks, 0.5), quantile(passes, 0.5)];
}

/** Invariants that share a pass share its time. */
async function tellAlone(connection, sql, parameters) {
  let rows;
  const took = await milliseconds(async () => {
    rows = await connection.query(sql, parameters);
  });
  for (const [place, { invariant }] of rows.entries())
    console.log(`  ${place === 0 ? `alone ${took.toFixed(0)} ms` : '  in the same pass'}: ${invariant}`);
}
