// npm run bench: figures as ratios within one run. Absolute numbers depend on the machine and on what else it does.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { benchDemo } from './bench/demo.mjs';
import { benchLeaf } from './bench/leaf.mjs';
import { benchPosting } from './bench/posting.mjs';
import { benchRequests } from './bench/requests.mjs';
import { benchStatements } from './bench/statements.mjs';
import { benchVerification } from './bench/verify-log.mjs';
import { benchVetting } from './bench/vetting.mjs';

const ROOT = join(import.meta.dirname, '..');
const load = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href);

const database = await load('libs/platform/database/src/index.js');
const { MIGRATIONS } = await load('migrations/index.js');
const directory = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
// Durable, as in production: a commit waits for the disk.
const server = await database.startEmbeddedPostgres({ directory, port: await freePort(), durable: true });
let isPostingFast;
let isLeafCheap;
let areRequestsCheap;
try {
  // What one bench leaves behind to be vacuumed would be measured by the next one.
  for (const name of ['leaf', 'bench']) {
    await database.createDatabase(server.url('postgres'), name);
    await database.migrate(server.url(name), MIGRATIONS);
  }
  isLeafCheap = await benchLeaf(ROOT, server.url('leaf'));
  isPostingFast = await benchPosting(ROOT, server.url('bench'));
  areRequestsCheap = await benchRequests(ROOT, server.url('bench'));
} finally {
  await database.removeEmbeddedPostgres(directory);
}
const isOk = [
  isPostingFast,
  isLeafCheap,
  areRequestsCheap,
  await benchVetting(ROOT),
  await benchVerification(ROOT),
  await benchDemo(ROOT, await freePort()),
  benchStatements(ROOT),
].every(Boolean);
console.log(isOk ? 'bench: every target was reached' : 'bench: a target was missed');
process.exit(isOk ? 0 : 1);

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
