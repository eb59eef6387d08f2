import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EmbeddedPostgresError,
  assertWritable,
  createDatabase,
  migrate,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '#platform/database';
import { VirtualClock } from '#platform/kernel';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { CliError } from '../cli-error.js';
import { entryOf } from '../root.js';
import { lockDirectory, unusable } from './instance-lock.js';
import { ManagedProcess } from './managed-process.js';
import { assertFree } from './ports.js';
import {
  RunSecrets,
  emulatorEnvironment,
  mailCatcherEnvironment,
  openIdEnvironment,
  outside,
  productEnvironment,
  publicUrl,
  type Outside,
  type ProcessName,
  type StackOptions,
} from './settings.js';

const DATABASE = 'mainstay';
const FIRST_RESTART_MS = 250;

/** A whole Mainstay on this machine: database, emulator, OpenID provider, mail catcher, worker and API, started and stopped together. */
export class Stack {
  readonly secrets = new RunSecrets();
  readonly url: string;
  private readonly given: Outside;
  private readonly processes = new Map<ProcessName, ManagedProcess>();
  private postgres: EmbeddedPostgres | null = null;
  private unlock: (() => Promise<void>) | null = null;
  private offsetMs = 0;
  private ownDatabaseUrl = '';
  private starting: Promise<void> = Promise.resolve();
  private stopping = false;
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly options: StackOptions,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.given = outside(environment);
    this.url = publicUrl(options.ports);
  }

  /** Where mail is shown that would be sent; null when it is sent. */
  get mailUrl(): string | null {
    return this.given.smtpUrl === null ? `http://127.0.0.1:${String(this.options.ports.mail)}` : null;
  }

  /** Address of the database, as its owner; for reports at the end of a story. */
  get databaseUrl(): string {
    return this.ownDatabaseUrl;
  }

  /** Process ids of everything that was started, the database's first. */
  get pids(): number[] {
    const children = [...this.processes.values()].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    return this.postgres?.pid === undefined ? children : [this.postgres.pid, ...children];
  }

  /** Resolves when everything answers. A stop meanwhile makes it fail. */
  start(): Promise<void> {
    this.starting = this.startAll();
    return this.starting;
  }

  private async startAll(): Promise<void> {
    const { directory } = this.options;
    await assertWritable(directory).catch((error: unknown) => {
      throw unusable(directory, error);
    });
    this.unlock = await lockDirectory(directory, {
      url: this.url,
      stripeKey: this.given.stripeKey === null ? this.secrets.stripeKey : null,
    });
    await this.assertPortsFree();
    await mkdir(join(directory, 'logs'), { recursive: true });
    await this.startDatabase();
    await migrate(this.ownDatabaseUrl, MIGRATIONS);
    this.emit('database');
    // The emulator and the provider first: the others call them. The rest does not depend on each other.
    await Promise.all([
      this.startOne('stripe-emulator'),
      this.startOne('openid-provider'),
      this.startOne('mail-catcher'),
    ]);
    await Promise.all([this.startOne('worker'), this.startOne('api')]);
  }

  /** Ends everything that was started, the last first. Safe to call more than once. */
  stop(): Promise<void> {
    this.stopping = true;
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** Moves all clocks to the same later moment. */
  async advanceClock(byMs: number): Promise<void> {
    this.offsetMs += byMs;
    // The product before the emulator: what the emulator then signs is never older than the product's clock allows.
    for (const name of ['api', 'worker', 'openid-provider', 'stripe-emulator'] as const)
      await this.processes.get(name)?.moveClock(this.offsetMs);
  }

  /** What the clocks show, moved as they are. */
  get now(): Date {
    return new VirtualClock(this.offsetMs).now();
  }

  async kill(name: ProcessName): Promise<void> {
    await this.processes.get(name)?.kill();
  }

  async restart(name: ProcessName): Promise<void> {
    await this.processes.get(name)?.stop();
    await this.startOne(name);
  }

  private async assertPortsFree(): Promise<void> {
    const { ports } = this.options;
    await assertFree({
      api: ports.api,
      worker: ports.worker,
      // The demo serves claim files there.
      ...(this.options.claimOrigin === null ? {} : { origin: ports.origin }),
      ...(this.given.stripeKey === null ? { stripe: ports.stripe } : {}),
      ...(this.given.openIdIssuer === null ? { openId: ports.openId } : {}),
      ...(this.given.smtpUrl === null ? { smtp: ports.smtp, mail: ports.mail } : {}),
    });
  }

  private async startDatabase(): Promise<void> {
    const { directory, ports } = this.options;
    if (this.given.databaseUrl !== null) {
      this.ownDatabaseUrl = this.given.databaseUrl;
      return;
    }
    try {
      this.postgres = await startEmbeddedPostgres({
        directory: join(directory, 'postgres'),
        port: ports.postgres,
        durable: true,
      });
    } catch (error) {
      throw asCliError(error);
    }
    await createDatabase(this.postgres.url('postgres'), DATABASE);
    this.ownDatabaseUrl = this.postgres.url(DATABASE);
  }

  private async startOne(name: ProcessName): Promise<void> {
    if (name === 'stripe-emulator' && this.given.stripeKey !== null) return;
    if (name === 'openid-provider' && this.given.openIdIssuer !== null) return;
    if (name === 'mail-catcher' && this.given.smtpUrl !== null) return;
    const known = this.processes.get(name);
    const managed = known ?? new ManagedProcess(this.describe(name));
    this.processes.set(name, managed);
    this.assertNotStopping();
    await managed.start({ CLOCK_OFFSET_MS: String(this.offsetMs) });
    if (name === 'stripe-emulator' && this.offsetMs > 0) await managed.moveClock(this.offsetMs);
    if (!known) this.emit(name);
  }

  private describe(name: ProcessName) {
    return {
      name,
      entry: entryOf(name),
      environment: { ...this.environmentOf(name), ...this.options.environmentOf?.[name] },
      logFile: join(this.options.directory, 'logs', `${name}.log`),
      onUnexpectedExit: () => {
        void this.recover(name);
      },
    };
  }

  private environmentOf(name: ProcessName): NodeJS.ProcessEnv {
    if (name === 'stripe-emulator') return emulatorEnvironment(this.environment, this.options, this.secrets);
    if (name === 'mail-catcher') return mailCatcherEnvironment(this.environment, this.options);
    if (name === 'openid-provider') return openIdEnvironment(this.environment, this.options, this.secrets);
    return productEnvironment(this.environment, this.options, this.secrets, this.ownDatabaseUrl);
  }

  /** A process that was killed is started again, as a process manager would; its work goes on where it was. */
  private async recover(name: ProcessName): Promise<void> {
    for (let waitMs = FIRST_RESTART_MS; this.options.restart && !this.stopping; waitMs = Math.min(2 * waitMs, 10_000)) {
      this.options.onEvent({ kind: 'restarted', name });
      try {
        await this.startOne(name);
        return;
      } catch (error) {
        // Stopped meanwhile, it has nothing to say; else its log has the reason, and the next try may do better.
        if (!this.stopping) console.error(error);
      }
      await sleep(waitMs);
    }
  }

  private async stopAll(): Promise<void> {
    // Once for what runs, and once more for what a start that was under way has still brought up.
    await this.stopProcesses();
    await this.starting.catch(() => undefined);
    await this.stopProcesses();
    try {
      await this.postgres?.stop();
    } catch (error) {
      throw asCliError(error);
    } finally {
      await this.unlock?.();
    }
  }

  /** The API before the worker, the worker before what it calls. */
  private async stopProcesses(): Promise<void> {
    for (const name of ['api', 'worker', 'mail-catcher', 'openid-provider', 'stripe-emulator'] as const)
      await this.processes.get(name)?.stop();
  }

  private assertNotStopping(): void {
    if (this.stopping) throw new Error('stopped while it was starting');
  }

  private emit(name: string): void {
    this.options.onEvent({ kind: 'started', name });
  }
}

function asCliError(error: unknown): unknown {
  if (!(error instanceof EmbeddedPostgresError)) return error;
  return new CliError('cli.text', { text: error.message }, { cause: error });
}
