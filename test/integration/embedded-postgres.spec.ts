import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { TEST_SERVER_VARIABLE } from '#platform/testing';
import { freePort } from '../support/free-port.js';

/** Each start takes seconds: this file is slow by nature, so that it has few and long tests. */
const SLOW_MS = 120_000;
const LIBRARY = pathToFileURL(
  join(import.meta.dirname, '../../dist/libs/platform/database/src/embedded-postgres.js'),
).href;
/** The launcher is a process of its own, as in the demo: it starts the server, says how it went, and stays. */
const LAUNCHER = `
  const { startEmbeddedPostgres } = await import(process.argv[1]);
  const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\\n');
  try {
    const server = await startEmbeddedPostgres(JSON.parse(process.argv[2]));
    say({ port: server.port, url: server.url('postgres') });
    process.stdin.once('data', async () => {
      await server.stop();
      say({ stopped: true });
    });
    process.stdin.once('end', () => process.exit(0));
  } catch (error) {
    say({ name: error.name, message: error.message });
  }
`;

interface Launched {
  readonly port: number;
  readonly url: string;
  /** Kills the launcher without giving it a chance to do anything. */
  kill(): Promise<void>;
  /** Stops the server, and the launcher with it. */
  stop(): Promise<void>;
}

let directory: string;
let reachable: boolean;
const launchers: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  // Open to the user that the server runs as when the suite runs as root, so that the cluster stays in here.
  await chmod(directory, 0o711);
  reachable = process.getuid?.() !== 0 || tmpdir() === '/tmp';
});
afterAll(async () => {
  for (const launcher of launchers) launcher.kill('SIGKILL');
  // Only after a failed test does a server still run here.
  const left = Number((await readFile(pidFile(), 'utf8').catch(() => '')).split('\n')[0]);
  if (left > 0 && isAlive(left)) process.kill(left, 'SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

async function launch(port: number, name = 'data'): Promise<Launched | { name: string; message: string }> {
  const options = JSON.stringify({ directory: join(directory, name), port, durable: false });
  const child = spawn(process.execPath, ['--input-type=module', '--eval', LAUNCHER, LIBRARY, options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  launchers.push(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
  const line = async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>;
  const answer = await line();
  if (typeof answer.port !== 'number') return answer as { name: string; message: string };
  return {
    port: answer.port,
    url: String(answer.url),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.stdin.write('stop\n');
      expect(await line()).toEqual({ stopped: true });
      child.stdin.end();
      await exited;
    },
  };
}

async function started(port: number, name?: string): Promise<Launched> {
  const answer = await launch(port, name);
  if ('message' in answer) throw new Error(answer.message);
  return answer;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pidFile = () => join(directory, 'data', 'cluster', 'postmaster.pid');
const startedAt = (url: string) => query(url, 'SELECT pg_postmaster_start_time() AS at');

describe('the embedded PostgreSQL', () => {
  it(
    'outlives its launcher, is taken over by the next one, and keeps its data through stops, crashes and stale files',
    async () => {
      expect(reachable).toBe(true);
      const first = await started(await freePort());
      await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS value');
      const start = await startedAt(first.url);
      await first.kill();
      expect(await query(first.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);

      // The next launcher asks for another port, and gets the server that runs.
      const second = await started(await freePort());
      expect(second.port).toBe(first.port);
      expect(await startedAt(second.url)).toEqual(start);
      const third = await started(first.port);
      expect(await startedAt(third.url)).toEqual(start);
      await third.kill();

      await second.stop();
      await expect(query(first.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
      const port = await freePort();
      const fourth = await started(port);
      expect(fourth.port).toBe(port);
      expect(await query(fourth.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);

      // The server is killed: its pid file stays, and names a process and a port that are no longer its own.
      const pid = Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await fourth.kill();
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
      await expect(readFile(pidFile(), 'utf8')).resolves.toContain(String(port));
      const fifth = await started(port);
      expect(await query(fifth.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
      await fifth.stop();
    },
    SLOW_MS,
  );

  it(
    'is never another server that happens to answer on the port of a stale file',
    async () => {
      const foreign = new URL(process.env[TEST_SERVER_VARIABLE]!);
      const lines = ['999999', join(directory, 'data', 'cluster'), '0', foreign.port, '', '127.0.0.1', '', 'ready'];
      await writeFile(pidFile(), `${lines.join('\n')}\n`);
      const port = await freePort();
      const server = await started(port);
      expect(server.port).toBe(port);
      expect(await query(server.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
      await server.stop();
    },
    SLOW_MS,
  );

  it(
    'says what to do when the port is in use or the folder cannot be one',
    async () => {
      const occupied = createServer();
      await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
      const { port } = occupied.address() as AddressInfo;
      expect(await launch(port)).toEqual({
        name: 'EmbeddedPostgresError',
        message: `PostgreSQL did not start on port ${String(port)}: the port is in use. Choose another one with --port.`,
      });
      await new Promise((resolve) => occupied.close(resolve));

      // What failed before leaves its trace in the log, and must not be the explanation of the next failure.
      const settings = join(directory, 'data', 'cluster', 'postgresql.auto.conf');
      const before = await readFile(settings, 'utf8');
      await writeFile(settings, `${before}\nshared_buffers = 'nonsense'\n`);
      expect(await launch(await freePort())).toMatchObject({
        message: expect.not.stringContaining('the port is in use'),
      });
      await writeFile(settings, before);
      const server = await started(port);
      expect(await query(server.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
      await server.stop();

      await writeFile(join(directory, 'file'), 'not a folder');
      expect(await launch(await freePort(), 'file')).toMatchObject({
        name: 'EmbeddedPostgresError',
        message: expect.stringContaining('The data folder cannot be used'),
      });
    },
    SLOW_MS,
  );
});
