import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { benchDemo } from './bench/demo.mjs';
import { benchIntake } from './bench/intake.mjs';
import { benchInventory } from './bench/inventory.mjs';
import { benchLeaf } from './bench/leaf.mjs';
import { benchLedgerCheck } from './bench/ledger-check.mjs';
import { benchMatching } from './bench/matching.mjs';
import { benchPosting } from './bench/posting.mjs';
import { benchRequests } from './bench/requests.mjs';
import { benchStatements } from './bench/statements.mjs';
import { benchVerification } from './bench/verify-log.mjs';
import { benchVetting } from './bench/vetting.mjs';

const ROOT = join(import.meta.dirname, '..');
/** For what runs to clean up after itself when its database has gone. */
const GRACE_MS = 3_000;
const load = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href);

const database = await load('libs/platform/database/src/index.js');
const { MIGRATIONS } = await load('migrations/index.js');
const USAGE = `Usage: npm run bench -- [inventory | matching] [options]

Most figures are ratios within one run, since times depend on the machine. Ends with 1 when a limit is missed.

  (no name)      ledger, log, requests, vetting, demo
  inventory      reading of SBOMs and lockfiles beside other readers, and uploads (docs/benchmarks.md)
  matching       splitting of budgets, and rankings

  --long         the figures that need minutes, in place of the others
  --only NAME    one figure of a named bench
  --json         one JSON document on standard output, of a named bench
  --help         this text`;

const NAMED = { inventory, matching };
const { values: asked, positionals } = readArguments();
if (asked.help) {
  console.log(USAGE);
  process.exit(0);
}

const servers = new Map();
const ending = new AbortController();
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.on(signal, () => void end(status));

const [name] = positionals;
const running = name === undefined ? (asked.long ? long() : short()) : NAMED[name]();
const reached = await running;
const isOk = reached.every(Boolean);
console.error(isOk ? 'bench: every target was reached' : 'bench: a target was missed');
process.exit(isOk ? 0 : 1);

async function short() {
  // What one bench leaves behind to be vacuumed would be measured by the next one.
  const onServer = await withDatabases(['leaf', 'bench'], async (leaf, bench) => [
    await benchLeaf(ROOT, leaf),
    await benchPosting(ROOT, bench),
    await benchRequests(ROOT, bench),
  ]);
  return [
    ...onServer,
    await benchVetting(ROOT),
    await benchVerification(ROOT),
    await benchDemo(ROOT, await freePort()),
    benchStatements(ROOT),
  ];
}

function long() {
  return withDatabases(['intake', 'books'], async (intake, books) => [
    await benchIntake(ROOT, intake, await freePort()),
    await benchLedgerCheck(ROOT, books),
  ]);
}

async function inventory() {
  const { only, json } = asked;
  return [await benchInventory(ROOT, { only, json, withDatabases, signal: ending.signal })];
}

async function matching() {
  const { only, json } = asked;
  return [await benchMatching(ROOT, { only, json, withDatabases })];
}

/** Ends with the usage when they are not understood. */
function readArguments() {
  const options = {
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  };
  try {
    const found = parseArgs({ allowPositionals: true, options });
    if (found.positionals.length > 1 || found.positionals.some((name) => !Object.hasOwn(NAMED, name)))
      throw new Error(`There is no bench of the name ${found.positionals.join(' ')}.`);
    return found;
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** Migrated databases on a server of their own, for as long as `work` takes. */
async function withDatabases(names, work) {
  const directory = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
  // Durable, as in production: a commit waits for the disk.
  const starting = database.startEmbeddedPostgres({ directory, port: await freePort(), durable: true });
  servers.set(directory, starting);
  try {
    const server = await starting;
    for (const name of names) {
      await database.createDatabase(server.url('postgres'), name);
      await database.migrate(server.url(name), MIGRATIONS);
    }
    return await work(...names.map((name) => server.url(name)));
  } finally {
    if (!ending.signal.aborted) {
      servers.delete(directory);
      await database.removeEmbeddedPostgres(directory);
    }
  }
}

/** Ends with the databases that were started; a second signal, as npm passes it on, changes nothing. */
async function end(status) {
  if (ending.signal.aborted) return;
  // What still runs loses its database; that this fails is no news.
  process.on('uncaughtException', () => undefined);
  ending.abort();
  for (const [directory, starting] of servers) {
    await starting.catch(() => undefined);
    await database.removeEmbeddedPostgres(directory).catch(console.error);
  }
  await Promise.race([running, sleep(GRACE_MS)]).catch(() => undefined);
  process.exit(status);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
