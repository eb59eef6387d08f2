import { execFile, spawn } from 'node:child_process';
import { access, chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { processEnvironment } from '#platform/config';
import { EmbeddedPostgresError, explain } from './embedded-postgres.errors.js';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so root hands it to `nobody`. */
const NOBODY = 65_534;
const SUPERUSER = 'postgres';
/**
 * glibc gives freed memory back to the system at once, and PostgreSQL asks for it again at every statement: with some
 * layouts of the heap that was three quarters of the time of a ledger posting. The server keeps what it had instead.
 */
const SERVER_MEMORY = { MALLOC_TOP_PAD_: String(16 * 1_048_576), MALLOC_TRIM_THRESHOLD_: String(128 * 1_048_576) };
/** In the asked-for folder: a link to where the cluster lies when it could not lie there. */
const LINK = 'moved-to';
const OUTSIDE_PREFIX = 'mainstay-';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made when it is absent. */
  readonly directory: string;
  readonly port: number;
  /** False only for throw-away clusters of tests: a crash of the machine may then lose data. */
  readonly durable: boolean;
}

export interface EmbeddedPostgres {
  readonly port: number;
  /** Process id of the server, once it is known. */
  readonly pid: number | undefined;
  /** Connection address of the superuser for one database of the cluster. */
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm installed, or takes over the one that still runs in the same folder after its
 * launcher was killed. The server only listens on the loopback address and is meant for trials and tests.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await prepareHome(options.directory);
  const cluster = join(home, 'cluster');
  const binaries = await locateBinaries(home);
  const running = await runningPort(cluster);
  if (running !== null) return await handle(binaries, cluster, running);
  if (!(await exists(join(cluster, 'PG_VERSION')))) await initialise(binaries, cluster, options.durable);
  await startServer(binaries, cluster, options);
  return await handle(binaries, cluster, options.port);
}

/**
 * Removes a cluster with all its data, wherever it lies; a server that still runs in it is stopped before. Nothing
 * happens when there is none.
 */
export async function removeEmbeddedPostgres(directory: string): Promise<void> {
  await stopEmbeddedPostgres(directory);
  const home = (await movedHome(directory)) ?? directory;
  // A link may have been set to anything: only a folder that was made for it goes with it.
  if (basename(home).startsWith(OUTSIDE_PREFIX)) await rm(home, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
}

/**
 * Stops a server that still runs in a folder, as one does whose launcher was killed.
 * @returns whether there was one
 */
export async function stopEmbeddedPostgres(directory: string): Promise<boolean> {
  const home = (await movedHome(directory)) ?? directory;
  const cluster = join(home, 'cluster');
  const port = await runningPort(cluster);
  if (port === null) return false;
  await (await handle(await locateBinaries(home), cluster, port)).stop();
  return true;
}

async function handle(binaries: Binaries, cluster: string, port: number): Promise<EmbeddedPostgres> {
  const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  return {
    port,
    pid: Number.isInteger(pid) && pid > 0 ? pid : undefined,
    url: (database) => `postgres://${SUPERUSER}@127.0.0.1:${String(port)}/${database}`,
    stop: async () => {
      if ((await runningPort(cluster)) === null)
        throw new EmbeddedPostgresError(
          `PostgreSQL had ended by itself before. Its log may say why: ${join(cluster, 'server.log')}`,
        );
      await run(binaries.pgCtl, ['-D', cluster, '-m', 'fast', '-w', '-t', '30', 'stop'], asServerUser());
    },
  };
}

async function initialise(binaries: Binaries, cluster: string, durable: boolean): Promise<void> {
  const flags = ['-D', cluster, '-U', SUPERUSER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  try {
    await run(binaries.initdb, durable ? flags : [...flags, '--no-sync'], asServerUser());
  } catch (error) {
    throw explain(error, 'PostgreSQL could not make its data folder', cluster);
  }
}

/** `pg_ctl` leaves the server detached, so that its output must go to a file: an inherited pipe would never close. */
async function startServer(binaries: Binaries, cluster: string, options: EmbeddedPostgresOptions): Promise<void> {
  const settings = [
    `-p ${String(options.port)}`,
    '-h 127.0.0.1',
    `-c unix_socket_directories=''`,
    '-c shared_buffers=64MB',
    '-c max_connections=120',
    ...(options.durable ? [] : ['-c fsync=off', '-c full_page_writes=off', '-c synchronous_commit=off']),
  ].join(' ');
  const log = join(cluster, 'server.log');
  const written = await stat(log).then(
    ({ size }) => size,
    () => 0,
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(binaries.pgCtl, ['-D', cluster, '-l', log, '-w', '-t', '60', '-o', settings, 'start'], {
      stdio: 'ignore',
      env: { ...serverEnvironment(), ...SERVER_MEMORY },
      ...asServerUser(),
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code === 0) return;
  // Only what this start wrote: the log also tells of failures that were cured long ago.
  const lines = (await readFile(log).catch(() => Buffer.alloc(0))).subarray(written).toString('utf8');
  throw explain(new Error(lines), `PostgreSQL did not start on port ${String(options.port)}`, cluster);
}

/** The port of a server that answers for this cluster, or null. A stale pid file of a killed server does not count. */
async function runningPort(cluster: string): Promise<number | null> {
  const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(pidFile.split('\n')[3] ?? NaN);
  if (!Number.isInteger(port)) return null;
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  try {
    await client.connect();
    const answer = await client.query<{ data_directory: string }>('SHOW data_directory');
    const same = (await realpath(answer.rows[0]!.data_directory)) === (await realpath(cluster));
    return same ? port : null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

async function locateBinaries(home: string): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let entry: string;
  try {
    entry = import.meta.resolve(name);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL from npm for ${platform()} on ${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
  let root = dirname(dirname(new URL(entry).pathname));
  root = decodeURIComponent(root);
  await makeSymlinks(root);
  if (isRoot() && !(await isOpenToAll(root))) root = await copyBinaries(root, home);
  return { initdb: join(root, 'native/bin/initdb'), pgCtl: join(root, 'native/bin/pg_ctl') };
}

/** The package leaves its symbolic links to an install script, which a careful installation does not run. */
async function makeSymlinks(root: string): Promise<void> {
  const list = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const path = join(root, target);
    if (await exists(path)) continue;
    // A link that leads nowhere is from a folder that was moved; a relative one moves along.
    await rm(path, { force: true });
    await symlink(relative(dirname(path), join(root, source)), path).catch(ignoreExisting);
  }
}

async function copyBinaries(root: string, home: string): Promise<string> {
  const target = join(home, 'binaries');
  if (!(await exists(join(target, 'native/bin/postgres')))) {
    await cp(join(root, 'native'), join(target, 'native'), {
      recursive: true,
      verbatimSymlinks: false,
      dereference: true,
    });
    await chmod(target, 0o755);
  }
  return target;
}

/**
 * The folder that the server can reach. Root's own folders are often closed to others, and the server does not run as
 * root; then the cluster lies under /var/tmp, and the asked-for folder holds a link to it.
 */
async function prepareHome(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    if (!isRoot()) return directory;
    // A temporary folder is closed although its parents are open; nothing in it but the cluster is meant for others.
    if (await isOpenToAll(dirname(directory))) await chmod(directory, 0o711);
    if (!(await isOpenToAll(directory))) return await homeOutside(directory);
    await chown(directory, NOBODY, NOBODY);
    return directory;
  } catch (error) {
    throw explain(error, 'The data folder cannot be used', directory);
  }
}

/** The name is a new one for each folder: a folder that was removed and made again must not find its old data. */
async function homeOutside(directory: string): Promise<string> {
  let outside = await movedHome(directory);
  if (outside === null) {
    const base = (await exists('/var/tmp')) ? '/var/tmp' : tmpdir();
    outside = await mkdtemp(join(base, OUTSIDE_PREFIX));
    await rm(join(directory, LINK), { force: true });
    await symlink(outside, join(directory, LINK));
  }
  const { uid } = await stat(outside);
  if (uid !== 0 && uid !== NOBODY)
    throw new EmbeddedPostgresError(`${outside} belongs to somebody else. Remove it and start again.`);
  await chmod(outside, 0o711);
  await chown(outside, NOBODY, NOBODY);
  return outside;
}

async function movedHome(directory: string): Promise<string | null> {
  return realpath(join(directory, LINK)).catch(() => null);
}

async function isOpenToAll(path: string): Promise<boolean> {
  for (let current = await realpath(path); ; current = dirname(current)) {
    const { mode } = await stat(current);
    if ((mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The server needs to find its libraries and nothing else; settings of clients, such as PGOPTIONS, would confuse it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(processEnvironment()).filter(([name]) => !name.startsWith('PG'));
  return Object.fromEntries(kept);
}

/** Where the process stands matters too: PostgreSQL wants to return to its folder, and `nobody` may not enter ours. */
function asServerUser(): { uid?: number; gid?: number; cwd?: string } {
  return isRoot() ? { uid: NOBODY, gid: NOBODY, cwd: '/' } : {};
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
