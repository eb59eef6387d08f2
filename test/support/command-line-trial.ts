import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '#platform/database';
import { freeBlock, type Ports } from '../../apps/cli/src/index.js';
import { freePort } from './free-port.js';
import { CommandLine, databasePids, isAlive, processTree } from './command-line.js';

/** Long enough for several starts on a busy machine. */
export const SLOW_MS = 240_000;
/** How long a process may take to be gone from the table after the one that waited for it has ended. */
export const ENDED_MS = 2_000;

/** A folder and a block of ports in which the command line is tried; what is left of it goes at the end. */
export class CommandLineTrial {
  private readonly running: CommandLine[] = [];

  private constructor(
    readonly home: string,
    readonly ports: Ports,
  ) {}

  static async prepare(): Promise<CommandLineTrial> {
    const home = await mkdtemp(join(tmpdir(), 'mainstay-process-'));
    // Open to the user that the database runs as when the suite runs as root.
    await chmod(home, 0o711);
    // Ports are taken later than they are looked for: files that run side by side look at different ones.
    return new CommandLineTrial(home, await freeBlock(await freePort()));
  }

  /** Starts a command that serves on a data folder of the trial. */
  run(command: string, folder: string, ...args: readonly string[]): CommandLine {
    return this.ask([command], folder, '--port', String(this.ports.api), ...args);
  }

  /** Starts a command that looks at what runs in a data folder of the trial. */
  ask(command: readonly string[], folder: string, ...args: readonly string[]): CommandLine {
    const line = new CommandLine([...command, '--data-dir', join(this.home, folder), ...args]);
    this.running.push(line);
    return line;
  }

  /** One that serves. */
  async serve(folder: string): Promise<CommandLine> {
    const line = this.run('start', folder);
    await line.says('Ctrl-C stops everything.');
    return line;
  }

  /** Everything that belongs to a running one: itself, its children, the database server and its workers. */
  async allOf(line: CommandLine, folder: string): Promise<Map<number, string>> {
    return new Map([...(await processTree(line.pid)), ...(await databasePids(join(this.home, folder)))]);
  }

  async file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.home, name);
    await writeFile(path, content);
    return path;
  }

  async end(): Promise<void> {
    for (const { pid, hasEnded } of this.running) if (!hasEnded && isAlive(pid)) process.kill(pid, 'SIGKILL');
    for (const name of await readdir(this.home))
      await removeEmbeddedPostgres(join(this.home, name, 'postgres')).catch(() => undefined);
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Occupies a port as another program would. */
export function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}
