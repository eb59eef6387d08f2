import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment } from './story-rig.js';

export const PROJECT = join(import.meta.dirname, '../..');
const MAIN = join(PROJECT, 'dist/apps/cli/src/main.js');
const LOOK_MS = 50;

/** The compiled command line as a process of its own, as a person starts it. */
export class CommandLine {
  private text = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | NodeJS.Signals>;

  /** @param output a file that takes the standard output instead */
  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}, output: string | null = null) {
    const out = output === null ? 'pipe' : openSync(output, 'w');
    this.child = spawn(process.execPath, [MAIN, ...args], {
      cwd: PROJECT,
      env: { ...plainEnvironment(), ...environment },
      stdio: ['ignore', out, 'pipe'],
    });
    if (typeof out === 'number') closeSync(out);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    // Its children keep nothing of these pipes: they write to their logs.
    this.exit = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => resolve(code ?? signal!));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Waits for a text, and fails with what was said when the process ends without it. */
  async says(wanted: string, times = 1): Promise<void> {
    const ended = this.exit.then(() => true);
    for (;;) {
      if (this.text.split(wanted).length > times) return;
      if (await Promise.race([ended, sleep(LOOK_MS, false)]))
        throw new Error(`it ended without saying "${wanted}":\n${this.text}`);
    }
  }

  /** Its exit status or the signal that ended it, and the lines it said. */
  async ends(): Promise<{ readonly status: number | NodeJS.Signals; readonly lines: string[] }> {
    const status = await this.exit;
    return { status, lines: this.text.split('\n').filter((line) => line.trim() !== '') };
  }
}

/** All processes below one, itself included; the database is not among them, since its server detaches. */
export async function processTree(root: number): Promise<Map<number, string>> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => ({ pid: Number(name), ...(await parentAndCommand(name)) })),
  );
  const found = new Map<number, string>([[root, 'cli']]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent, command } of stats) if (found.has(parent) && !found.has(pid)) found.set(pid, command);
  }
  return found;
}

async function parentAndCommand(pid: string): Promise<{ readonly parent: number; readonly command: string }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return {
    parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]),
    command: /apps\/([^/]+)\/src/.exec(command)?.[1] ?? command.replaceAll('\0', ' '),
  };
}

/** The server of a data folder, and whatever works for it. */
export async function databasePids(directory: string): Promise<Map<number, string>> {
  const link = join(directory, 'postgres/moved-to');
  const home = await realpath(link).catch(() => join(directory, 'postgres'));
  const pid = Number((await readFile(join(home, 'cluster/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0) || !isAlive(pid)) return new Map();
  return new Map([...(await processTree(pid)).keys()].map((id) => [id, 'postgres']));
}

/** A process that has ended and is not yet collected by its parent counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Those of the processes that still run after the limit; resolves as soon as none does. */
export async function survivors(pids: ReadonlyMap<number, string>, limitMs: number): Promise<string[]> {
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(LOOK_MS))
    if (![...pids.keys()].some(isAlive)) return [];
  return [...pids].filter(([pid]) => isAlive(pid)).map(([pid, name]) => `${name} (${String(pid)})`);
}
