// One API in a process of its own, so that the client's work is not measured with it. What it leaves out is said by the
// environment; it listens on a free port and tells its parent which.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { peakKb } from '../lib/peak-memory.mjs';

let statements = null;
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function watched(...request) {
  const [first, values] = request;
  // What the product has prepared is an object with its name; the values stand beside it.
  const text = typeof first === 'string' ? first : first.text;
  statements?.push({ text, values: Array.isArray(values) ? values : [] });
  return query.apply(this, request);
};

const [root, url, ...without] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
const { createApi } = await load('apps/api/src/create-api.js');
const { createMessages } = await load('apps/api/src/messages.js');
const { POLICY } = await load('apps/api/src/policy.js');
const { Config } = await load('libs/platform/config/src/index.js');
const { RankingsService, ScoresService } = await load('libs/matching/src/index.js');
const { InventoryReaderService } = await load('libs/inventory/src/index.js');
const { SystemClock, parseId } = await load('libs/platform/kernel/src/index.js');
const { AppLogger, createLogger } = await load('libs/platform/observability/src/index.js');
const { RateBuckets, anyone } = await load('libs/platform/graphql/src/index.js');

// A field that is anyone's is not wrapped, so this is the schema without the wrapper.
if (without.includes('policy')) for (const coordinate of Object.keys(POLICY)) POLICY[coordinate] = anyone;

const port = await freePort();
const config = Config.load({
  NODE_ENV: 'test',
  PORT: String(port),
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  DATABASE_URL: url,
  DATA_DIR: process.env.DATA_DIR,
});
const logger = new AppLogger(createLogger({ service: 'bench', level: 'warn', destination: process.stderr }));
const app = await createApi({ config, clock: new SystemClock(), messages: createMessages(), logger });
const buckets = app.get(RateBuckets);
const standing = { limit: 1, cost: 1, remaining: 1, resetAt: new Date(), isAllowed: true };
if (without.includes('buckets')) buckets.take = () => Promise.resolve(standing);
else {
  // The points of a bench are never used up; what is measured is the statement.
  const take = buckets.take.bind(buckets);
  buckets.take = async (...request) => ({ ...(await take(...request)), isAllowed: true });
}
await app.listen(port, '127.0.0.1');
process.send({ port });

const delay = monitorEventLoopDelay({ resolution: 10 });
const ANSWERS = {
  memory() {
    globalThis.gc();
    return { rss: process.memoryUsage().rss };
  },
  peak: () => ({ kb: peakKb() }),
  /** What the worker's consumer does, without the time that a message waits in the queue. */
  async read({ uploadId, organisationId }) {
    const reader = app.get(InventoryReaderService, { strict: false });
    await reader.read(parseId('upl', uploadId), parseId('org', organisationId));
    return {};
  },
  /** Asked once it begins to note statements, asked again it tells them and stops. */
  statements() {
    const noted = statements;
    statements = noted === null ? [] : null;
    return { statements: noted ?? [] };
  },
  async score() {
    await app.get(ScoresService, { strict: false }).rebuild();
    return {};
  },
  async rank({ organisationId }) {
    const began = performance.now();
    await app.get(RankingsService, { strict: false }).rank(parseId('org', organisationId));
    return { ms: performance.now() - began };
  },
  watch() {
    delay.reset();
    delay.enable();
    return {};
  },
  /** Nanoseconds between two turns of the loop; a loop that is never late shows the 10 ms of the timer. */
  watched() {
    delay.disable();
    return { p99: delay.percentile(99), max: delay.max };
  },
};
process.on('message', async ({ ask, ...parts }) => process.send(await ANSWERS[ask](parts)));
process.once('disconnect', () => process.exit(0));

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
