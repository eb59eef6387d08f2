// Jest loads this file as it is, so it uses the compiled libraries; the test command has built them before.
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');
const compiled = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
const TEMPLATE = 'mainstay_template';

/** One server for the whole run with a migrated template; every test file clones it. DATABASE_URL replaces the server. */
export default async function setUp() {
  const database = await compiled('libs/platform/database/src/index.js');
  const { MIGRATIONS } = await compiled('migrations/index.js');
  const server = process.env.DATABASE_URL ?? (await startEmbedded(database));
  const template = `${TEMPLATE}_${process.pid}`;
  await database.dropDatabase(server, template);
  await database.createDatabase(server, template);
  await database.migrate(Object.assign(new URL(server), { pathname: `/${template}` }).href, MIGRATIONS);
  process.env.MAINSTAY_TEST_SERVER_URL = server;
  process.env.MAINSTAY_TEST_TEMPLATE = template;
  globalThis.mainstayTestCleanup = [
    () => database.dropDatabase(server, template),
    ...(globalThis.mainstayTestCleanup ?? []),
  ];
  const redis = await startRedis();
  process.env.MAINSTAY_TEST_REDIS_URL = redis.url;
  process.env.MAINSTAY_TEST_REDIS_KIND = redis.kind;
  globalThis.mainstayTestCleanup.push(redis.stop);
  console.log(
    `\nPostgreSQL: ${process.env.DATABASE_URL ? 'the one of DATABASE_URL' : 'embedded'}; Redis: ${redis.kind}`,
  );
}

async function startEmbedded(database) {
  const directory = await mkdtemp(join(tmpdir(), 'mainstay-test-'));
  const server = await database.startEmbeddedPostgres({ directory, port: await freePort(), durable: false });
  globalThis.mainstayTestCleanup = [
    async () => {
      await database.removeEmbeddedPostgres(directory);
    },
  ];
  return server.url('postgres');
}

/** REDIS_URL, else a redis-server on PATH, else the one written in JavaScript. */
async function startRedis() {
  if (process.env.REDIS_URL)
    return { kind: 'the one of REDIS_URL', url: process.env.REDIS_URL, stop: () => Promise.resolve() };
  const { spawn } = await import('node:child_process');
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const started = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
  });
  const url = `redis://127.0.0.1:${port}`;
  if (started)
    return {
      kind: 'redis-server',
      url,
      stop: () =>
        new Promise((resolve) => {
          child.once('exit', resolve);
          child.kill();
        }),
    };
  const { createRedisMock } = await import('js-redis-server');
  const server = await createRedisMock();
  const [address] = server.addresses();
  return {
    kind: 'js-redis-server',
    url: `redis://${address.host}:${address.port}`,
    stop: () => server.close(),
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
  });
}
