import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { ClockMessage } from '#platform/observability';
import { CliError } from '../cli-error.js';
import { NODE_ARGUMENTS } from './node-arguments.js';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const CLOCK_LIMIT_MS = 20_000;

export interface ProcessOptions {
  readonly name: string;
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Called when the process ends without being asked to. */
  readonly onUnexpectedExit: (name: string) => void;
}

/**
 * One child process. It hangs on an IPC channel: when this process goes away, however it goes, the child notices and
 * ends, so nothing is left behind.
 */
export class ManagedProcess {
  private child: ChildProcess | null = null;
  /** Resolves when the present child has ended; one listener for its whole life, however often somebody waits. */
  private ended: Promise<'exited'> = Promise.resolve('exited');
  private stopping = false;

  constructor(private readonly options: ProcessOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the process says that it is ready. `extra` adds to its environment. */
  async start(extra: NodeJS.ProcessEnv = {}): Promise<void> {
    const { name, entry, environment, logFile } = this.options;
    const log = openSync(logFile, 'a');
    this.stopping = false;
    const child = fork(entry, [], {
      env: { ...environment, ...extra },
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: [...NODE_ARGUMENTS],
    });
    // The child has its own copy; ours would stay open for every start.
    closeSync(log);
    this.child = child;
    const ended = exited(child);
    this.ended = ended;
    const outcome = await Promise.race([ready(child), ended, timeout(START_LIMIT_MS)]);
    if (outcome !== 'ready') {
      child.kill('SIGKILL');
      throw new CliError('cli.processDidNotStart', { name, logFile });
    }
    child.once('exit', () => {
      if (!this.stopping && this.child === child) this.options.onUnexpectedExit(name);
    });
  }

  /** Moves the clock of the process; resolves when it has done what fell due. */
  async moveClock(offsetMs: number): Promise<void> {
    const { child, ended } = this;
    if (!child?.connected) return;
    const answered = new Promise<'answered'>((resolve) => {
      const listen = (message: unknown): void => {
        if ((message as Partial<ClockMessage>).type !== 'clock') return;
        child.off('message', listen);
        resolve('answered');
      };
      child.on('message', listen);
    });
    child.send({ type: 'clock', offsetMs } satisfies ClockMessage);
    if ((await Promise.race([answered, ended, timeout(CLOCK_LIMIT_MS)])) === 'timeout') {
      throw new CliError('cli.clockDidNotMove', { name: this.options.name });
    }
  }

  /** Asks the process to end, and makes it when it does not. */
  async stop(): Promise<void> {
    const { child, ended } = this;
    this.stopping = true;
    this.child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    if ((await Promise.race([ended, timeout(STOP_LIMIT_MS)])) === 'timeout') {
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** For trials of crashes: no chance to clean up. */
  async kill(): Promise<void> {
    const { child, ended } = this;
    this.stopping = true;
    this.child = null;
    if (child?.exitCode !== null) return;
    child.kill('SIGKILL');
    await ended;
  }
}

function ready(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if ((message as { type?: unknown }).type === 'ready') resolve('ready');
    });
  });
}

function exited(child: ChildProcess): Promise<'exited'> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve('exited');
    });
  });
}

function timeout(durationMs: number): Promise<'timeout'> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve('timeout');
    }, durationMs).unref();
  });
}
